/** Cells as people read them. */

import type { Cell } from "../api/nouns";
import { preferences } from "../settings/preferences";
import { t } from "../words/words";
import { isNumeric, type ShownColumn } from "./columns";
import { dateFormat, formatCount, numberFormat, pageLocale } from "./intl";

export { formatCount, pageLocale };

export const NO_VALUE = "–";
const MINUS = "−";

type Written = Pick<ShownColumn, "type" | "unit" | "grain" | "quantity"> & Partial<ShownColumn>;

/** `digits` fixes the fraction digits, so that decimals of one column stand under each other. */
export function formatCell(cell: Cell, column: Written, locale = pageLocale(), digits?: number): string {
  if (cell === null) return NO_VALUE;
  if (typeof cell === "boolean") return cell ? t("Yes") : t("No");
  if (typeof cell === "object") return JSON.stringify(cell);
  if (isNumeric(column.type) && column.part)
    return partName(Number(cell), column.part, locale) ?? String(cell);
  if (isNumeric(column.type)) return formatNumber(cell, column, locale, digits);
  if (column.type === "date" || column.type === "timestamp" || column.type === "timestamptz")
    return formatMoment(String(cell), column, locale);
  return visible(String(cell));
}

/** Characters that turn the direction of text would let a cell show other letters than it has. */
export function visible(text: string): string {
  return text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}

/** As in "Friday", "March", "Q2"; null for parts that stay numbers. */
function partName(value: number, part: string, locale: string): string | null {
  const named = (style: Intl.DateTimeFormatOptions, month: number, day: number) =>
    dateFormat(locale, { ...style, timeZone: "UTC" }).format(Date.UTC(2024, month, day));
  if (part === "day_of_week" && value >= 1 && value <= 7) return named({ weekday: "long" }, 0, value);
  if (part === "month" && value >= 1 && value <= 12) return named({ month: "long" }, value - 1, 1);
  return part === "quarter" ? `Q${value}` : null;
}

/** Exact for decimals that come as text. */
export function formatNumber(
  value: number | string,
  column: Written,
  locale = pageLocale(),
  digits?: number,
): string {
  const number = Number(value);
  if (String(value).trim() === "" || Number.isNaN(number)) return String(value);
  const style = numberStyle(column.unit, digits ?? fractionDigits(value, column.unit), column);
  const text = numberFormat(locale, style).format(value as number);
  const signed = column.changes && number > 0 ? `+${text}` : text;
  return (column.unit === "%" ? `${signed}%` : signed).replace("-", MINUS);
}

function numberStyle(unit: string | null, digits: number, column: Written): Intl.NumberFormatOptions {
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  if (unit === "ratio") return { style: "percent", ...fraction };
  if (unit !== null && /^[A-Z]{3}$/.test(unit))
    return { style: "currency", currency: unit, currencyDisplay: "narrowSymbol", ...fraction };
  return { useGrouping: column.quantity, ...fraction };
}

/** Digits after the point that a value needs: at most 2, two that tell something for values under 0.1, one for percentages. */
export function fractionDigits(value: number | string, unit: string | null): number {
  if (unit === "ratio") return 1;
  const number = Math.abs(Number(value));
  if (number > 0 && number < 0.1) return significant(number);
  const fraction = String(value).split(".")[1]?.slice(0, 2) ?? "";
  const needed = fraction.replace(/0+$/, "").length;
  const money = unit !== null && /^[A-Z]{3}$/.test(unit);
  if (money) return needed > 0 ? 2 : 0;
  return typeof value === "string" ? fraction.length : needed;
}

function significant(number: number): number {
  const digits = Math.min(10, Math.ceil(-Math.log10(number)) + 1);
  const fraction = number.toFixed(digits).split(".")[1] ?? "";
  return fraction.replace(/0+$/, "").length;
}

export function columnDigits(cells: Cell[], column: Written): number {
  const numbers = cells.filter((cell) => typeof cell === "number" || typeof cell === "string");
  return Math.max(0, ...numbers.map((cell) => fractionDigits(cell, column.unit)));
}

const BY_GRAIN: Record<string, Intl.DateTimeFormatOptions> = {
  year: { year: "numeric" },
  month: { year: "numeric", month: "short" },
};

function formatMoment(text: string, column: Written, locale: string): string {
  const iso = text.includes("T") || text.includes(" ") ? text.replace(" ", "T") : `${text}T00:00:00`;
  const moment = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
  if (Number.isNaN(moment.getTime())) return text;
  const write = (options: Intl.DateTimeFormatOptions) =>
    dateFormat(locale, { timeZone: "UTC", ...options }).format(moment);
  const day: Intl.DateTimeFormatOptions = { year: "numeric", month: "short", day: "numeric" };
  if (column.grain === "quarter")
    return `Q${Math.floor(moment.getUTCMonth() / 3) + 1} ${moment.getUTCFullYear()}`;
  if (column.grain === "week") return t("Week of {{day}}", { day: write(day) });
  const byGrain = column.grain === null ? undefined : BY_GRAIN[column.grain];
  if (byGrain) return write(byGrain);
  if (column.type === "date" || column.grain === "day")
    return preferences().dates === "iso" ? iso.slice(0, 10) : write(day);
  const zone = column.type === "timestamptz" ? ({ timeZoneName: "short" } as const) : {};
  return write({ ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...zone });
}

export function formatDay(iso: string, locale = pageLocale()): string {
  const day = new Date(iso);
  const year = day.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" as const };
  return dateFormat(locale, { day: "numeric", month: "short", ...year }).format(day);
}

export function formatTime(iso: string, locale = pageLocale()): string {
  return dateFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}

/** "at 14:02" of today, "on 9 May at 14:02" of another day. */
export function formatSince(iso: string, locale = pageLocale()): string {
  const moment = new Date(iso);
  const time = dateFormat(locale, { timeStyle: "short" }).format(moment);
  const isToday = moment.toDateString() === new Date().toDateString();
  return isToday
    ? t("at {{time}}", { time })
    : t("on {{day}} at {{time}}", { day: formatDay(iso, locale), time });
}

export function formatDuration(seconds: number, locale = pageLocale()): string {
  const number = (value: number, digits: number) =>
    numberFormat(locale, { maximumFractionDigits: digits }).format(value);
  return seconds < 1 ? `${number(seconds * 1000, 0)} ms` : `${number(seconds, 1)} s`;
}

export function formatBytes(bytes: number, locale = pageLocale()): string {
  const units = ["B", "kB", "MB", "GB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const number = numberFormat(locale, { maximumFractionDigits: power === 0 ? 0 : 1 });
  return `${number.format(bytes / 1000 ** power)} ${units[power]}`;
}
