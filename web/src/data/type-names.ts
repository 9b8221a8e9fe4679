import type { ColumnType } from "../api/nouns";
import { t } from "../words/words";

const names = (): Record<ColumnType, string> => ({
  boolean: t("yes or no"),
  integer: t("whole number"),
  decimal: t("decimal number"),
  float: t("number"),
  date: t("date"),
  time: t("time of day"),
  timestamp: t("date and time"),
  timestamptz: t("moment in time"),
  interval: t("duration"),
  text: t("text"),
  list: t("list"),
  struct: t("record"),
  other: t("other"),
});

export function typeName(type: ColumnType): string {
  return names()[type];
}

const roles = () => ({
  identifier: t("identifier"),
  category: t("category"),
  time: t("time"),
  flag: t("flag"),
  text: t("free text"),
  measure: t("measure"),
});

export function roleName(role: keyof ReturnType<typeof roles>): string {
  return roles()[role];
}
