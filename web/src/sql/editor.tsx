import { lazy, Suspense } from "react";
import type { EditorProps } from "./editor-view";

const EditorView = lazy(() => import("./editor-view"));

export type { FindValues, SqlCatalogue, SqlProblem } from "./catalogue";
export type { EditorProps } from "./editor-view";

/** Loads the editor before it is needed. */
export function prefetchEditor(): void {
  void import("./editor-view");
}

/** CodeMirror with DuckDB's SQL; Escape, then Tab leaves it. */
export function SqlEditor(props: EditorProps) {
  return (
    <Suspense fallback={<div className="skeleton min-h-40 w-full" />}>
      <EditorView {...props} />
    </Suspense>
  );
}
