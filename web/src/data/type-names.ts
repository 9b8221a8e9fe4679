import type { ColumnType } from "../api/nouns";

const NAMES: Record<ColumnType, string> = {
  boolean: "yes or no",
  integer: "whole number",
  decimal: "decimal number",
  float: "number",
  date: "date",
  time: "time of day",
  timestamp: "date and time",
  timestamptz: "moment in time",
  interval: "duration",
  text: "text",
  list: "list",
  struct: "record",
  other: "other",
};

export function typeName(type: ColumnType): string {
  return NAMES[type];
}

const ROLES = {
  identifier: "identifier",
  category: "category",
  time: "time",
  flag: "flag",
  text: "free text",
  measure: "measure",
};

export function roleName(role: keyof typeof ROLES): string {
  return ROLES[role];
}
