import { sql } from "@codemirror/lang-sql";
import type { EditorState, Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { SqlCatalogue } from "./catalogue";
import { namespaceOf } from "./completion";
import { DuckDB } from "./duckdb";

/** In a shadow root: there, styles are adopted sheets, which the content security policy lets be. */
export function mounted(host: HTMLElement, state: EditorState): EditorView {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  return new EditorView({ state, root, parent: root });
}

export function language(catalogue: SqlCatalogue): Extension {
  return sql({ dialect: DuckDB, upperCaseKeywords: true, schema: namespaceOf(catalogue) });
}
