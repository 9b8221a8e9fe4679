import ts from "typescript";
import { expect, it, vi } from "vitest";
import english from "./english.json";
import { unspoken } from "./unspoken";

vi.setConfig({ testTimeout: 60_000 });

const FILES = import.meta.glob<string>("../**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
const PAGE = Object.entries(FILES).filter(
  ([path]) => !/\.test\.|\.d\.ts$/.test(path) && !path.endsWith("unspoken.ts"),
);

it("finds whatever people would read in English alone", () => {
  const found = (code: string) => unspoken("made.tsx", code).map(({ text }) => text);
  expect(found("const a = <p>Hello {name}</p>")).toEqual(["Hello"]);
  expect(found("const a = <p>{late ? `open` : n}</p>")).toEqual(["open"]);
  expect(found("const a = <p>{late && rows + ' rows'}</p>")).toEqual([" rows"]);
  expect(found('const a = <input placeholder="name" aria-label="Name" className="a Name" />')).toEqual([
    "name",
    "Name",
  ]);
  expect(found('const a = <Field name="Your name" />')).toEqual(["Your name"]);
  expect(found(`const LABELS = { one: "One", two: "as many as" + two }`)).toEqual(["One", "as many as"]);
  expect(found('announce("Saved"); notify("done now"); t("a {{b}}", { b: c ? "Sum" : "x" })')).toEqual([
    "Saved",
    "done now",
    "Sum",
  ]);
  expect(found('function word() { return "Undo" }')).toEqual(["Undo"]);
});

it("leaves alone what programs read", () => {
  const code = `import a from "./A b"; type B = "One" | "Two";
    const c = <p className="Big bold" data-tile="Tile one">{t("Hello")} {d === "Tile one" ? 1 : 2} DuckDB</p>;
    if (event.key === "Enter") throw new Error("It cannot be so"); fetch("Some thing"); use({ queryKey: ["A b"] });
    const e = "flex items-center gap-2 text-quiet";`;
  expect(unspoken("made.tsx", code)).toEqual([]);
});

it("every text goes through a translation", () => {
  const found = PAGE.flatMap(([path, code]) =>
    unspoken(path, code).map(({ line, text }) => `${path}:${line} ${text}`),
  );
  expect(found).toEqual([]);
});

it("every text with a count has its forms, and no others are kept", () => {
  const counted = new Set(
    PAGE.flatMap(([path, code]) => keysIn(path, code)).filter((key) => /\{\{count\}\}/.test(key)),
  );
  const forms = [...counted].flatMap((key) => [`${key}_one`, `${key}_other`]);
  expect(Object.keys(english).sort()).toEqual(forms.sort());
});

/** The English of `t("…")` and of `<Trans i18nKey="…">`. */
function keysIn(path: string, code: string): string[] {
  const keys: string[] = [];
  const visit = (node: ts.Node): void => {
    const said =
      ts.isCallExpression(node) && node.expression.getText() === "t" ? node.arguments[0] : undefined;
    const marked =
      ts.isJsxAttribute(node) && node.name.getText() === "i18nKey" ? node.initializer : undefined;
    for (const text of [said, marked]) if (text && ts.isStringLiteralLike(text)) keys.push(text.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return keys;
}
