/** SQL as coloured pieces, a clause on each line. Only for reading: what is copied is the SQL as it was run. */

export interface Token {
  kind: "keyword" | "text" | "number" | "comment" | "plain";
  text: string;
}

const PIECE =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>'(?:[^']|'')*')|(?<name>"(?:[^"]|"")*")|(?<number>\b\d+(?:\.\d+)?\b)|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<space>\s+)|(?<other>[\s\S])/g;

const KEYWORDS = new Set(
  `SELECT FROM WHERE GROUP BY ORDER HAVING LIMIT OFFSET JOIN LEFT RIGHT FULL INNER OUTER CROSS ON USING AS AND OR NOT IN IS NULL
   CASE WHEN THEN ELSE END WITH RECURSIVE UNION ALL EXCEPT INTERSECT DISTINCT ASC DESC NULLS FIRST LAST BETWEEN LIKE ILIKE EXISTS
   OVER PARTITION ROWS RANGE PRECEDING FOLLOWING UNBOUNDED CURRENT ROW FILTER QUALIFY CAST TRY_CAST DATE TIMESTAMP INTERVAL
   VALUES WITHIN`.split(/\s+/),
);

export function tokens(sql: string): Token[] {
  return Array.from(sql.matchAll(PIECE), (match): Token => {
    const text = match[0];
    const { comment, text: quoted, number, word } = match.groups ?? {};
    if (comment !== undefined) return { kind: "comment", text };
    if (quoted !== undefined) return { kind: "text", text };
    if (number !== undefined) return { kind: "number", text };
    if (word !== undefined && KEYWORDS.has(word.toUpperCase())) return { kind: "keyword", text };
    return { kind: "plain", text };
  });
}

const CLAUSES = new Set(
  "SELECT FROM WHERE GROUP ORDER HAVING LIMIT QUALIFY UNION EXCEPT INTERSECT LEFT RIGHT FULL INNER CROSS JOIN".split(
    " ",
  ),
);
const BEFORE_JOIN = new Set(["LEFT", "RIGHT", "FULL", "INNER", "CROSS", "OUTER"]);

/** The same SQL with a line break before each clause and an indent for each bracket that holds a query. */
export function laidOut(sql: string): Token[] {
  if (sql.includes("\n")) return tokens(sql);
  const pieces = tokens(sql);
  const out: Token[] = [];
  const brackets: boolean[] = [];
  pieces.forEach((piece, at) => {
    const word = piece.text.toUpperCase();
    if (piece.text === "(") brackets.push(wordAfter(pieces, at) === "SELECT");
    if (piece.text === ")" && brackets.pop()) breakLine(out, brackets);
    const inQuery = brackets.length === 0 || brackets.at(-1);
    if (piece.kind === "keyword" && inQuery && CLAUSES.has(word) && opensClause(pieces, at)) {
      if (out.length > 0) breakLine(out, brackets);
    }
    out.push(piece);
  });
  return out;
}

function opensClause(pieces: Token[], at: number): boolean {
  if (pieces[at]?.text.toUpperCase() !== "JOIN") return true;
  const before = pieces.slice(0, at).findLast((piece) => piece.text.trim() !== "");
  return before === undefined || !BEFORE_JOIN.has(before.text.toUpperCase());
}

function wordAfter(pieces: Token[], at: number): string | undefined {
  return pieces
    .slice(at + 1)
    .find((piece) => piece.text.trim() !== "")
    ?.text.toUpperCase();
}

function breakLine(out: Token[], brackets: boolean[]): void {
  while (out.at(-1)?.text.trim() === "") out.pop();
  out.push({ kind: "plain", text: `\n${"  ".repeat(brackets.filter(Boolean).length)}` });
}
