import { pageLocale } from "../format/cells";

export const MONTHS = Array.from({ length: 12 }, (_, at) => ({
  value: String(at + 1),
  label: new Intl.DateTimeFormat(pageLocale(), { month: "long" }).format(new Date(2024, at, 1)),
}));
/** From Monday, as the model counts; 1 January 2024 was one. */
export const DAYS = Array.from({ length: 7 }, (_, at) => ({
  value: String(at),
  label: new Intl.DateTimeFormat(pageLocale(), { weekday: "long" }).format(new Date(2024, 0, 1 + at)),
}));
