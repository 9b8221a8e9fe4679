/** Finds texts of the page's code that people would see in English whatever their language: what does not go through `t`. */

import ts from "typescript";

export interface Unspoken {
  line: number;
  text: string;
}

/** Words of every language: names of products and formats, keys, identifiers, units. */
const NAMES = new RegExp(
  `\\b(${"Tablespeak|DuckDB|Excel|PowerPoint|Parquet|Python|Ctrl|Esc|Enter|ISO 8601|p50|p95|ms|kB|MB|GB|ORDER BY|GROUP BY"}|[A-Z][A-Z0-9_]+|v)\\b`,
  "g",
);
/** What programs read, though it looks like English. */
const FOR_PROGRAMS =
  /^(delete everything|saved query|tablespeak (load|sql) .*|Inter Variable, .*|.*var\(--.*|1 1 auto|(all and|bigint bit) .*)$/s;
const LETTER = /\p{L}/u;
/** Attributes whose texts no person reads. */
const CODE_ATTRIBUTES = new Set(
  [
    "accept align Authorization autoComplete background className d dir enterKeyHint fill font form from",
    "gridColumn gridRow hash height href htmlFor i18nKey id inputMode key lang list method minHeight",
    "orientation params preserveAspectRatio rel role scope search side spellCheck src stroke style",
    "tabIndex target to tone type variant viewBox width",
    "aria-activedescendant aria-autocomplete aria-busy aria-checked aria-controls aria-current aria-describedby aria-expanded aria-haspopup aria-hidden",
    "aria-invalid aria-keyshortcuts aria-labelledby aria-live aria-orientation aria-owns aria-pressed aria-relevant aria-sort",
  ].flatMap((names) => names.split(" ")),
);
/** Names for programs on elements, on components perhaps what people read. */
const AMBIGUOUS_ATTRIBUTES = /^(name|value|kind|mode|part|show|state|status|step)$/;
/** Calls whose texts are names for programs. */
const CODE_CALLS = new Set([
  "request",
  "fetch",
  "Error",
  "TypeError",
  "RangeError",
  "DOMException",
  "URL",
  "URLSearchParams",
  "RegExp",
  "Set",
  "EventSource",
  "addEventListener",
  "removeEventListener",
  "querySelector",
  "querySelectorAll",
  "getElementById",
  "closest",
  "matches",
  "createElement",
  "setAttribute",
  "getAttribute",
  "removeAttribute",
  "hasAttribute",
  "matchMedia",
  "getItem",
  "setItem",
  "removeItem",
  "split",
  "join",
  "replace",
  "replaceAll",
  "startsWith",
  "endsWith",
  "includes",
  "indexOf",
  "has",
  "get",
  "set",
  "append",
  "delete",
  "test",
  "execCommand",
  "getContext",
  "lazy",
  "lazyRouteComponent",
  "require",
]);
const COMPARISONS = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.InKeyword,
]);

export function unspoken(path: string, code: string): Unspoken[] {
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, kind);
  const found: Unspoken[] = [];
  const visit = (node: ts.Node): void => {
    if (isUnspoken(node))
      found.push({
        line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
        text: textOf(node) ?? "",
      });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

export function isUnspoken(node: ts.Node): boolean {
  const text = textOf(node)?.replace(NAMES, "");
  return text !== undefined && LETTER.test(text) && !FOR_PROGRAMS.test(text) && isSeen(node, text);
}

function textOf(node: ts.Node): string | null {
  if (ts.isJsxText(node)) return node.text.trim();
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("·");
  return null;
}

function calleeName(node: ts.CallExpression | ts.NewExpression): string {
  const callee = node.expression;
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? callee.text : "";
}

function isSeen(node: ts.Node, text: string): boolean {
  if (ts.isJsxText(node)) return true;
  const place = placeOf(node);
  if (place === "code") return false;
  return place === "shown" || looksEnglish(text);
}

/** "shown" where React writes it or a person reads it, "code" where only programs do. */
function placeOf(node: ts.Node): "shown" | "code" | "unknown" {
  for (let inner = node, outer = node.parent; ; inner = outer, outer = outer.parent) {
    if (ts.isJsxExpression(outer)) {
      if (!ts.isJsxAttribute(outer.parent)) return "shown";
      continue;
    }
    if (ts.isJsxAttribute(outer)) return placeOfAttribute(outer);
    if (isPassedOn(inner, outer)) continue;
    return isCode(inner, outer) ? "code" : "unknown";
  }
}

function isForCode(name: string): boolean {
  return CODE_ATTRIBUTES.has(name) || name.startsWith("data-");
}

function placeOfAttribute({ name, parent }: ts.JsxAttribute): "shown" | "code" | "unknown" {
  if (isForCode(name.getText())) return "code";
  if (!AMBIGUOUS_ATTRIBUTES.test(name.getText())) return "shown";
  return /^[a-z]/.test(parent.parent.tagName.getText()) ? "code" : "unknown";
}

function isPassedOn(inner: ts.Node, outer: ts.Node): boolean {
  if (ts.isConditionalExpression(outer)) return outer.condition !== inner;
  if (ts.isBinaryExpression(outer)) return !COMPARISONS.has(outer.operatorToken.kind) && !isAssignment(outer);
  return (
    ts.isParenthesizedExpression(outer) ||
    ts.isTemplateSpan(outer) ||
    ts.isTemplateExpression(outer) ||
    ts.isAsExpression(outer) ||
    ts.isSatisfiesExpression(outer) ||
    ts.isNonNullExpression(outer)
  );
}

function isAssignment({ operatorToken }: ts.BinaryExpression): boolean {
  return operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

function isCode(inner: ts.Node, outer: ts.Node): boolean {
  if (ts.isCallExpression(outer) || ts.isNewExpression(outer))
    return calleeName(outer) === "t" ? outer.arguments?.[0] === inner : CODE_CALLS.has(calleeName(outer));
  if (ts.isPropertyAssignment(outer)) return outer.name === inner || isForCode(outer.name.getText());
  if (ts.isArrayLiteralExpression(outer)) return isQueryKey(outer.parent);
  if (ts.isBinaryExpression(outer)) return COMPARISONS.has(outer.operatorToken.kind);
  return (
    ts.isImportDeclaration(outer) ||
    ts.isExportDeclaration(outer) ||
    ts.isLiteralTypeNode(outer) ||
    ts.isElementAccessExpression(outer) ||
    (ts.isPropertyAccessExpression(outer) && outer.name.text === "split") ||
    ts.isCaseClause(outer) ||
    ts.isPropertySignature(outer) ||
    ts.isExternalModuleReference(outer)
  );
}

function isQueryKey(outer: ts.Node): boolean {
  return ts.isPropertyAssignment(outer) && outer.name.getText() === "queryKey";
}

const UTILITY =
  /[-:[\]/]|^(flex|grid|block|hidden|relative|absolute|truncate|italic|underline|card|field|popup|contents|sticky|fixed)$/;

function looksEnglish(text: string): boolean {
  const words = text.trim().split(/\s+/);
  const utilities = words.filter((word) => UTILITY.test(word)).length;
  if (/^\p{Lu}\p{Ll}/u.test(text.trim())) return true;
  return words.length > 1 && utilities * 2 < words.length && words.some((word) => /^\p{L}{2,}$/u.test(word));
}
