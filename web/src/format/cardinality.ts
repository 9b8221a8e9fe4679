import { t } from "../words/words";

const names = (): Record<string, string> => ({
  many_to_one: t("many to one"),
  one_to_one: t("one to one"),
  one_to_many: t("one to many"),
  many_to_many: t("many to many"),
});

export function cardinalityName(cardinality: string): string {
  return names()[cardinality] ?? cardinality;
}
