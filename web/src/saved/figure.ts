import type { Figures } from "../api/saved";
import { formatCell } from "../format/cells";
import { t } from "../words/words";

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** The one value of a query in a line, or how many rows it gave. */
export function figureOf(figures: Figures | null): string {
  if (figures === null || figures.problem !== null) return "–";
  const { value, rows } = figures;
  if (value === null) return t("{{count}} rows", { count: rows });
  if (!NUMBER.test(value)) return value;
  const type = value.includes(".") ? "float" : "integer";
  return formatCell(Number(value), { type, unit: null, grain: null, quantity: true });
}
