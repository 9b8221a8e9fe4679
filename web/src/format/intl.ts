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

/** The page is in English, so other languages of the browser get plain English forms. */
export function pageLocale(language: string = preferences().locale ?? navigator.language): string {
  return /^en(-|$)/i.test(language) ? language : "en";
}

export function formatCount(count: number, locale = pageLocale()): string {
  return numberFormat(locale).format(count);
}
