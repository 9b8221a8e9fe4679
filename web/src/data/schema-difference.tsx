import { GitCompareArrows } from "lucide-react";
import type { SchemaChange } from "../api/data";
import { Trans } from "../words/trans";
import { t, useTranslation } from "../words/words";
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
    ...retyped.map(({ column, before, after }) =>
      t("{{column}} was {{before}}, is {{after}}.", {
        column,
        before: typeName(before),
        after: typeName(after),
      }),
    ),
    ...(added.length > 0 ? [t("New: {{added}}.", { added: added.join(", ") })] : []),
    ...(removed.length > 0 ? [t("Gone: {{removed}}.", { removed: removed.join(", ") })] : []),
    ...(rows_before === rows_after
      ? []
      : [
          t("{{rowsBefore}} rows before, {{rowsAfter}} now.", {
            rowsBefore: rows_before,
            rowsAfter: rows_after,
          }),
        ]),
  ];
}

export function SchemaDifference({ change }: { change: SchemaChange }) {
  const { t } = useTranslation();
  const sentences = changeSentences(change);
  return (
    <p className="flex items-start gap-2 rounded-control bg-tint px-3 py-2 text-sm wrap-anywhere">
      <GitCompareArrows size={15} aria-hidden className="mt-0.5 shrink-0 text-accent" />
      <span>
        <Trans
          i18nKey="Version {{number}}, against version {{previous}}: <changes/>"
          values={{ number: change.number, previous: change.previous }}
          components={{
            changes: <bdi>{sentences.join(" ") || t("the same columns and as many rows.")}</bdi>,
          }}
        />
      </span>
    </p>
  );
}
