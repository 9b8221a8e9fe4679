/** Formatters are dear to make and cheap to use, so each is made once. */

import { preferences } from "../settings/preferences";

const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

export function numberFormat(language: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const locale = preferences().numbers ?? language;
  return once(`n ${locale} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options));
}

export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return once(`d ${locale} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options));
}

function once<Format extends Intl.NumberFormat | Intl.DateTimeFormat>(
  key: string,
  make: () => Format,
): Format {
  const known = made.get(key) as Format | undefined;
  if (known !== undefined) return known;
  const format = make();
  made.set(key, format);
  return format;
}

/** How numbers are written: the mark before a fraction, the one between groups, and the groups' lengths from the right. */
export function numberMarks(language: string): { decimal: string; thousands: string; grouping: number[] } {
  const parts = numberFormat(language).formatToParts(1_234_567_890_123.5);
  const [leading, ...groups] = parts
    .filter(({ type }) => type === "integer")
    .map(({ value }) => value.length);
  const mark = (type: string, usual: string) => parts.find((part) => part.type === type)?.value ?? usual;
  return {
    decimal: mark("decimal", "."),
    thousands: mark("group", ""),
    grouping: groups.length > 0 ? groups.reverse() : [leading ?? 3],
  };
}

/** The page is in English, so other languages of the browser get plain English forms. */
export function pageLocale(language: string = preferences().locale ?? navigator.language): string {
  return /^en(-|$)/i.test(language) ? language : "en";
}

export function formatCount(count: number, locale = pageLocale()): string {
  return numberFormat(locale).format(count);
}
