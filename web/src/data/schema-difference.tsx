import { GitCompareArrows } from "lucide-react";
import type { SchemaChange } from "../api/data";
import { formatCount } from "../format/cells";
import { typeName } from "./type-names";

/** What is different from the version before, in words. */
export function changeSentences({
  added,
  removed,
  retyped,
  rows_before,
  rows_after,
}: SchemaChange): string[] {
  return [
    ...retyped.map(
      ({ column, before, after }) => `${column} was ${typeName(before)}, is ${typeName(after)}.`,
    ),
    ...(added.length > 0 ? [`New: ${added.join(", ")}.`] : []),
    ...(removed.length > 0 ? [`Gone: ${removed.join(", ")}.`] : []),
    ...(rows_before === rows_after
      ? []
      : [`${formatCount(rows_before)} rows before, ${formatCount(rows_after)} now.`]),
  ];
}

export function SchemaDifference({ change }: { change: SchemaChange }) {
  const sentences = changeSentences(change);
  return (
    <p className="flex items-start gap-2 rounded-control bg-tint px-3 py-2 text-sm wrap-anywhere">
      <GitCompareArrows size={15} aria-hidden className="mt-0.5 shrink-0 text-accent" />
      <span>
        Version {change.number}, against version {change.previous}:{" "}
        <bdi>{sentences.join(" ") || "the same columns and as many rows."}</bdi>
      </span>
    </p>
  );
}
