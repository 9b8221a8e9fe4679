/** Periods by name, as they stand in sentences. */

import type { Grain } from "../api/plan";
import { t } from "../words/words";

const one = (): Record<Grain, string> => ({
  year: t("year"),
  quarter: t("quarter"),
  month: t("month"),
  week: t("week"),
  day: t("day"),
  hour: t("hour"),
});
const several = (): Record<Grain, string> => ({
  year: t("years"),
  quarter: t("quarters"),
  month: t("months"),
  week: t("weeks"),
  day: t("days"),
  hour: t("hours"),
});
const some = (count: number): Record<Grain, string> => ({
  year: t("{{count}} years", { count }),
  quarter: t("{{count}} quarters", { count }),
  month: t("{{count}} months", { count }),
  week: t("{{count}} weeks", { count }),
  day: t("{{count}} days", { count }),
  hour: t("{{count}} hours", { count }),
});

export function unitName(unit: Grain): string {
  return one()[unit];
}

export function unitsName(unit: Grain): string {
  return several()[unit];
}

/** "month" of one, "3 months" of more. */
export function unitsOf(count: number, unit: Grain): string {
  return count === 1 ? unitName(unit) : some(count)[unit];
}
