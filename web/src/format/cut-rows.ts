import { t } from "../words/words";

/** Said under the first rows of a result; of one that was cut, `total` counts what was kept. */
export function cutRows(shown: number, total: number, truncated: boolean): string {
  return truncated
    ? t("The first {{shown}} of more than {{total}} rows.", { shown, total })
    : t("The first {{shown}} of {{total}} rows.", { shown, total });
}
