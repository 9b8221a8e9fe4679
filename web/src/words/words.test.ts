import i18next from "i18next";
import { afterEach, expect, it } from "vitest";
import { t } from "./words";

afterEach(() => i18next.changeLanguage("en"));

it("says the English text where a language has no other", () => {
  expect(t("Undo: it is as before.")).toBe("Undo: it is as before.");
  expect(t("{{name}} of {{of}}", { name: "<b> & {{of}}", of: "$t(Undo)" })).toBe("<b> & {{of}} of $t(Undo)");
});

it("counts by the rules of the language, with numbers as elsewhere", () => {
  expect(t("{{count}} rows", { count: 1 })).toBe("1 row");
  expect(t("{{count}} rows", { count: 0 })).toBe("0 rows");
  expect(t("{{count}} rows", { count: 12_345 })).toBe("12,345 rows");
});

it("tells the browser the language and its direction", async () => {
  expect(document.documentElement).toMatchObject({ lang: "en", dir: "ltr" });
  await i18next.changeLanguage("ar");
  expect(document.documentElement).toMatchObject({ lang: "ar", dir: "rtl" });
});
