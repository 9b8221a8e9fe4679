import { expect, it } from "vitest";
import { changedOnly, words } from "./form";

it("sends only what a person changed", () => {
  const before = { label: "amount", unit: null, synonyms: ["sales"], hidden: false };
  expect(changedOnly(before, { label: "amount", unit: "EUR", synonyms: ["sales"], hidden: false })).toEqual({
    unit: "EUR",
  });
  expect(changedOnly(before, { label: "", unit: "", synonyms: [], hidden: true })).toEqual({
    label: null,
    synonyms: [],
    hidden: true,
  });
});

it("reads words between commas", () => {
  expect(words(" sales, takings ,, ")).toEqual(["sales", "takings"]);
});
