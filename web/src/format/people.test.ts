import { expect, test } from "vitest";
import { personName } from "./people";

test.each([
  ["127.0.0.1", "This computer"],
  ["::1", "This computer"],
  ["local", "This computer"],
  ["10.0.0.7", "10.0.0.7"],
  ["ana", "ana"],
  ["", "–"],
])("%s is called %s", (caller, name) => {
  expect(personName(caller)).toBe(name);
});
