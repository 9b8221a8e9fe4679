/** What can be written at a place in the SQL: functions with a call's bracket, and values inside a string. */

import type {
  Completion,
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from "@codemirror/autocomplete";
import type { SQLNamespace } from "@codemirror/lang-sql";
import { syntaxTree } from "@codemirror/language";
import { type FindValues, quotedName, type SqlCatalogue } from "./catalogue";
import { comparedColumn, homesOf } from "./compared-column";

export function namespaceOf(catalogue: SqlCatalogue): SQLNamespace {
  return Object.fromEntries(
    catalogue.tables.map((table) => [
      table.name,
      {
        self: { label: table.name, apply: quotedName(table.name), type: "table", detail: "table" },
        children: table.columns.map(
          ({ name, type, label }): Completion => ({
            label: name,
            apply: quotedName(name),
            type: "column",
            detail: type,
            info: label === name ? undefined : label,
          }),
        ),
      },
    ]),
  );
}

/** Columns of every table, offered where no table has been named yet or the name stands alone. */
export function columnSource(catalogue: SqlCatalogue): CompletionSource {
  return (context) => {
    const word = wordBefore(context);
    if (word === null) return null;
    const named = new Set(homesOf(context.state.doc.toString(), null, "", catalogue).map(({ name }) => name));
    const tables = named.size > 0 ? catalogue.tables.filter(({ name }) => named.has(name)) : catalogue.tables;
    const options = tables.flatMap((table) =>
      table.columns.map(
        ({ name, type }): Completion => ({
          label: name,
          apply: quotedName(name),
          type: "column",
          detail: `${type} · ${table.name}`,
          boost: named.size > 0 ? 20 : 0,
        }),
      ),
    );
    return { from: word.from, options, validFor: /^\w*$/ };
  };
}

export function functionSource(names: string[]): CompletionSource {
  const options = names.map(
    (name): Completion => ({
      label: name,
      apply: `${name}(`,
      type: "function",
      detail: "function",
      boost: -20,
    }),
  );
  return (context) => {
    const word = wordBefore(context);
    return word === null ? null : { from: word.from, options, validFor: /^\w*$/ };
  };
}

function wordBefore(context: CompletionContext): { from: number } | null {
  const word = context.matchBefore(/\w+/);
  if (word === null || context.state.sliceDoc(word.from - 1, word.from) === ".") return null;
  const around = syntaxTree(context.state).resolveInner(context.pos, -1).name;
  return /String|Comment|Number|QuotedIdentifier/.test(around) ? null : word;
}

const WAIT = 150;
const REREAD = 4000;

/** Values of the column that the string under the cursor is compared with. */
export function valueSource(catalogue: () => SqlCatalogue, find: FindValues): CompletionSource {
  return async (context): Promise<CompletionResult | null> => {
    const node = syntaxTree(context.state).resolveInner(context.pos, -1);
    if (node.name !== "String" || context.pos <= node.from) return null;
    const text = context.state.sliceDoc(node.from, node.to);
    const closed = text.length > 1 && text.endsWith("'");
    if (!text.startsWith("'") || (closed && context.pos === node.to)) return null;
    const before = context.state.sliceDoc(Math.max(0, node.from - REREAD), node.from);
    const column = comparedColumn(before);
    if (column === null) return null;
    const homes = homesOf(context.state.doc.toString(), column.qualifier, column.name, catalogue());
    if (homes.length === 0) return null;
    await new Promise((done) => setTimeout(done, WAIT));
    if (context.aborted) return null;
    const typed = context.state.sliceDoc(node.from + 1, context.pos).replaceAll("''", "'");
    const found = await Promise.all(homes.map(({ name }) => find(name, column.name, typed).catch(() => [])));
    const to = closed ? node.to : Math.max(context.pos, node.from + 1);
    const options = [...new Set(found.flat())].map(
      (value, at): Completion => ({
        label: value,
        apply: `'${value.replaceAll("'", "''")}'`,
        type: "text",
        boost: 99 - at,
      }),
    );
    return { from: node.from, to, options, filter: false };
  };
}
