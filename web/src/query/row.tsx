import { useQuery } from "@tanstack/react-query";
import { Rows3 } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { problemOf } from "../api/client";
import { plans, type StepName, type StepRows } from "../api/plans";
import { columnDigits, formatCell, NO_VALUE } from "../format/cells";
import { isNumeric, shownColumns } from "../format/columns";
import { useTranslation } from "../words/words";
import { useBuilder } from "./builder-context";

interface Props {
  /** By which the row is found, whatever the language. */
  part: string;
  name: string;
  step: StepName | null;
  children: ReactNode;
}

/** One part of the query with its chips; its first ten rows open below. */
export function Row({ part, name, step, children }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-b border-line last:border-b-0" data-row={part}>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1 px-3 py-2 sm:px-4">
        <h2
          id={id}
          className="w-full text-sm leading-7 font-medium text-quiet sm:w-18 pointer-coarse:leading-10"
        >
          {name}
        </h2>
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">{children}</div>
        {step !== null && (
          <button
            type="button"
            className="button-quiet min-h-7 shrink-0 aria-expanded:text-accent"
            aria-expanded={open}
            aria-label={t("Rows after {{name}}", { name })}
            title={t("Rows after {{name}}", { name })}
            onClick={() => setOpen(!open)}
          >
            <Rows3 size={15} aria-hidden />
          </button>
        )}
      </div>
      {open && step !== null && <Preview step={step} name={name} />}
    </section>
  );
}

function Preview({ step, name }: { step: StepName; name: string }) {
  const { workspace, plan } = useBuilder();
  const { data, error, isPending } = useQuery({
    queryKey: ["preview", workspace, step, JSON.stringify(plan)],
    queryFn: ({ signal }) => plans.preview(workspace, plan, step, signal),
    placeholderData: (before) => before,
  });
  return (
    <div className="border-t border-line bg-panel px-3 py-2 sm:px-4">
      {error ? (
        <p className="text-sm text-bad">{problemOf(error).message}</p>
      ) : isPending ? (
        <div className="skeleton h-24" />
      ) : (
        <StepTable rows={data} name={name} />
      )}
    </div>
  );
}

function StepTable({ rows, name }: { rows: StepRows | null; name: string }) {
  const { t } = useTranslation();
  if (rows === null) return <p className="text-sm text-quiet">{t("Nothing changes here.")}</p>;
  if (rows.problem !== null || rows.result === null)
    return (
      <p className="text-sm text-quiet">{rows.problem?.message ?? t("This part cannot be tried alone.")}</p>
    );
  const { columns, rows: cells } = rows.result;
  const shown = shownColumns(columns, null);
  const digits = shown.map((column, at) =>
    isNumeric(column.type)
      ? columnDigits(
          cells.map((row) => row[at] ?? null),
          column,
        )
      : undefined,
  );
  return (
    <>
      <p className="mb-1.5 text-sm text-quiet">
        {rows.rows !== null && rows.rows > cells.length
          ? t("{{count}} rows, the first {{cells}} of them", { count: rows.rows, cells: cells.length })
          : t("{{count}} rows", { count: rows.rows ?? cells.length })}
        {rows.left_out > 0 && ` · ${t("{{count}} more columns", { count: rows.left_out })}`}
      </p>
      <section
        aria-label={t("Rows after {{name}}", { name })}
        tabIndex={0}
        className="relative max-h-80 overflow-auto rounded-control border border-line bg-raised"
      >
        <table className="w-full border-separate border-spacing-0 text-sm">
          <thead>
            <tr>
              {shown.map((column) => (
                <th
                  key={column.name}
                  scope="col"
                  className={`sticky top-0 border-b border-line bg-panel px-2.5 py-1 font-medium whitespace-nowrap text-quiet ${isNumeric(column.type) && column.quantity ? "text-right" : "text-left"}`}
                >
                  <bdi>{column.label}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="[&>tr:last-child>td]:border-b-0">
            {cells.map((row, place) => (
              <tr key={place}>
                {shown.map((column, at) => (
                  <td
                    key={column.name}
                    className={`max-w-72 truncate border-b border-line px-2.5 py-1 ${isNumeric(column.type) && column.quantity ? "text-right tabular-nums" : ""}`}
                  >
                    {row[at] === null || row[at] === undefined ? (
                      <span className="text-quiet">
                        <span aria-hidden>{NO_VALUE}</span>
                        <span className="sr-only">{t("no value")}</span>
                      </span>
                    ) : (
                      <bdi>{formatCell(row[at], column, undefined, digits[at])}</bdi>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
