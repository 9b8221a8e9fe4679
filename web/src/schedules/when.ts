/** When a schedule is due, as a person chooses it and as it is told. */

import type { Unit, When } from "../api/schedules";
import { pageLocale } from "../format/cells";
import { t } from "../words/words";

export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
export type Weekday = (typeof WEEKDAYS)[number];
export type Often = "hour" | "day" | "workday" | "week" | "month" | "cron";

export interface Chosen {
  often: Often;
  on: Weekday;
  /** "08:00", in the time zone of the schedule. */
  at: string;
  cron: string;
}

export function whenOf({ often, on, at, cron }: Chosen): When {
  const [hour, minute] = at.split(":").map(Number);
  if (often === "cron") return { kind: "cron", expression: cron.trim() };
  if (often === "hour") return { kind: "every", unit: "hours" };
  if (often === "workday") return { kind: "cron", expression: `${minute} ${hour} * * mon-fri` };
  if (often === "month") return { kind: "cron", expression: `${minute} ${hour} 1 * *` };
  if (often === "week") return { kind: "every", unit: "weeks", at, on };
  return { kind: "every", unit: "days", at };
}

export function toldWhen(when: When): string {
  if (when.kind === "cron") return toldCron(when.expression);
  const count = when.count ?? 1;
  const every = spans(count)[when.unit];
  const { at } = when;
  const on = when.on ? dayName(when.on as Weekday) : null;
  if (on !== null && at) return t("{{every}} on {{on}} at {{at}}", { every, on, at });
  if (on !== null) return t("{{every}} on {{on}}", { every, on });
  return at ? t("{{every}} at {{at}}", { every, at }) : every;
}

const spans = (count: number): Record<Unit, string> => ({
  minutes: t("Every {{count}} minutes", { count }),
  hours: t("Every {{count}} hours", { count }),
  days: t("Every {{count}} days", { count }),
  weeks: t("Every {{count}} weeks", { count }),
});

function toldCron(expression: string): string {
  const found = /^(\d{1,2}) (\d{1,2}) (\*|1) \* (\*|mon-fri)$/.exec(expression);
  if (found === null) return t("Cron {{expression}}", { expression });
  const [, minute = "", hour = "", day, days] = found;
  const at = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  if (day === "*" && days === "*") return t("Every day at {{at}}", { at });
  if (day === "*") return t("Monday to Friday at {{at}}", { at });
  return days === "*"
    ? t("On the first of the month at {{at}}", { at })
    : t("Cron {{expression}}", { expression });
}

export function dayName(day: Weekday, locale = pageLocale()): string {
  const monday = Date.UTC(2024, 0, 1);
  const at = new Date(monday + WEEKDAYS.indexOf(day) * 86_400_000);
  return new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(at);
}

export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}
