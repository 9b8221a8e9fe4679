import { expect, it } from "vitest";
import { draftOf, withDefaults } from "./use-saved";

it("writes the values of parameters into SQL, and leaves strings and casts alone", () => {
  const parameters = [
    { name: "city", default: "L'Aquila" },
    { name: "least", default: 5 },
    { name: "states", default: ["a", "b"] },
  ];
  expect(withDefaults("SELECT ':city', x::date FROM t WHERE c = :city AND n > :least", parameters)).toBe(
    "SELECT ':city', x::date FROM t WHERE c = 'L''Aquila' AND n > 5",
  );
  expect(withDefaults("SELECT 1 WHERE s IN (:states) AND o = :other", parameters)).toBe(
    "SELECT 1 WHERE s IN ('a', 'b') AND o = :other",
  );
});

it("opens a saved plan as chips and saved SQL as SQL", () => {
  const plan = { entity: "orders" } as never;
  expect(draftOf({ name: "one", title: "One", plan })).toMatchObject({ origin: "plan", savedId: "one" });
  expect(draftOf({ name: "two", title: "Two", sql: "SELECT 1" })).toMatchObject({
    origin: "sql",
    sql: "SELECT 1",
  });
});
