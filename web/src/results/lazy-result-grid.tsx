import { lazy, Suspense } from "react";
import type { ResultGridProps } from "./result-grid";

const load = () => import("./result-grid");
const Grid = lazy(load);

export function prefetchGrid(): void {
  void load();
}

/** The rows of an answer; its code is loaded when rows are first shown. */
export function ResultGrid(props: ResultGridProps) {
  return (
    <Suspense fallback={<div className="skeleton h-60" />}>
      <Grid {...props} />
    </Suspense>
  );
}
