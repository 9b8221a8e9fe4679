/** Where the clauses of a statement stand among its pieces. */

import type { Token } from "./tokens";

export type ClauseName =
  | "SELECT"
  | "FROM"
  | "JOIN"
  | "WHERE"
  | "GROUP BY"
  | "HAVING"
  | "QUALIFY"
  | "ORDER BY"
  | "LIMIT";

/** Pieces `from` to `to`, the last not included; `depth` counts the queries in brackets around it. */
export interface Clause {
  name: ClauseName;
  depth: number;
  from: number;
  to: number;
}

const NAMES: Record<string, ClauseName> = {
  SELECT: "SELECT",
  FROM: "FROM",
  LEFT: "JOIN",
  RIGHT: "JOIN",
  FULL: "JOIN",
  INNER: "JOIN",
  CROSS: "JOIN",
  JOIN: "JOIN",
  WHERE: "WHERE",
  GROUP: "GROUP BY",
  HAVING: "HAVING",
  QUALIFY: "QUALIFY",
  ORDER: "ORDER BY",
  LIMIT: "LIMIT",
};
const SIDES = new Set(["LEFT", "RIGHT", "FULL", "INNER", "CROSS", "OUTER"]);

export function clausesOf(pieces: readonly Token[]): Clause[] {
  const found: Clause[] = [];
  const open: (Clause | null)[] = [null];
  const brackets: boolean[] = [];
  const words = pieces.map(({ text }) => text.toUpperCase());
  const depth = () => brackets.filter(Boolean).length;
  const close = (at: number) => {
    const clause = open[depth()];
    if (clause) clause.to = at;
    open[depth()] = null;
  };
  pieces.forEach((piece, at) => {
    const word = words[at] ?? "";
    if (word === "(") {
      const isQuery = /^(SELECT|WITH)$/.test(nextWord(words, at));
      brackets.push(isQuery);
      if (isQuery) open[depth()] = null;
    } else if (word === ")") {
      if (brackets.at(-1)) close(at);
      brackets.pop();
    }
    const name = piece.kind === "keyword" ? NAMES[word] : undefined;
    if (
      name === undefined ||
      brackets.at(-1) === false ||
      (word === "JOIN" && SIDES.has(lastWord(words, at)))
    )
      return;
    close(at);
    const clause: Clause = { name, depth: depth(), from: at, to: pieces.length };
    open[depth()] = clause;
    found.push(clause);
  });
  return found;
}

/** Of the outermost query that has such a clause; all of its joins, but one of everything else. */
export function clauseNamed(pieces: readonly Token[], name: ClauseName): Clause[] {
  const named = clausesOf(pieces).filter((clause) => clause.name === name);
  const outermost = named.filter(({ depth }) => depth === Math.min(...named.map((one) => one.depth)));
  return name === "JOIN" ? outermost : outermost.slice(0, 1);
}

function nextWord(words: string[], at: number): string {
  return words.slice(at + 1).find((word) => word.trim() !== "") ?? "";
}

function lastWord(words: string[], at: number): string {
  return words.slice(0, at).findLast((word) => word.trim() !== "") ?? "";
}
