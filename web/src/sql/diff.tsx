import { lazy, Suspense } from "react";
import type { DiffProps } from "./diff-view";

const DiffView = lazy(() => import("./diff-view"));

/** What changed between two statements, line by line; nothing can be edited. */
export function SqlDiff(props: DiffProps) {
  return (
    <Suspense fallback={<div className="skeleton min-h-40 w-full" />}>
      <DiffView {...props} />
    </Suspense>
  );
}
