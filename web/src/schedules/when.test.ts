import { expect, test } from "vitest";
import { type Chosen, toldWhen, whenOf } from "./when";

const chosen: Chosen = { often: "day", on: "monday", at: "08:05", cron: "*/5 9 * * *" };

test.each([
  ["hour", "Every hour"],
  ["day", "Every day at 08:05"],
  ["workday", "Monday to Friday at 08:05"],
  ["week", "Every week on Monday at 08:05"],
  ["month", "On the first of the month at 08:05"],
  ["cron", "Cron */5 9 * * *"],
] as const)("every %s is told as it was chosen", (often, told) => {
  expect(toldWhen(whenOf({ ...chosen, often }))).toBe(told);
});

test("several weeks are counted", () => {
  expect(toldWhen({ kind: "every", unit: "weeks", count: 2, at: "07:00", on: "friday" })).toBe(
    "Every 2 weeks on Friday at 07:00",
  );
});
