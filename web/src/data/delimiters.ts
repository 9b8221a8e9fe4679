import { t } from "../words/words";

const delimiters = (): Record<string, string> => ({
  ",": t("commas"),
  ";": t("semicolons"),
  "\t": t("tabs"),
  "|": t("bars"),
});

export function delimiterName(delimiter: string): string {
  return delimiters()[delimiter] ?? `“${delimiter}”`;
}
