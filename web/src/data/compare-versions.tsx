import { useQuery } from "@tanstack/react-query";
import { type Comparison, data } from "../api/data";
import type { Cell } from "../api/nouns";
import { NO_VALUE, visible } from "../format/cells";
import { useWorkspace } from "../shell/place";
import { Dialog } from "../ui/dialog";
import { FailedQuery } from "../ui/failed-query";
import { SkeletonLines } from "../ui/skeleton";
import { useTranslation } from "../words/words";
import { keys } from "./queries";
import { SchemaDifference } from "./schema-difference";

interface Props {
  name: string;
  from: number;
  to: number;
  onClose: () => void;
}

export function CompareVersions({ name, from, to, onClose }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const found = useQuery({
    queryKey: [...keys.table(workspace, name), "compare", from, to],
    queryFn: () => data.compare(workspace, name, from, to),
  });
  return (
    <Dialog
      open
      reads
      onOpenChange={(open) => !open && onClose()}
      title={t("Version {{from}} and version {{to}}", { from, to })}
      description={t("Rows are compared as a whole, by the columns that both have.")}
      width="max-w-3xl"
    >
      {found.isPending && <SkeletonLines count={3} />}
      <FailedQuery query={found} />
      {found.data && <Differences comparison={found.data} from={from} to={to} />}
    </Dialog>
  );
}

function Differences({ comparison, from, to }: { comparison: Comparison; from: number; to: number }) {
  const { t } = useTranslation();
  const { schema, rows } = comparison;
  return (
    <div className="space-y-5">
      <SchemaDifference change={schema} />
      {rows.only_before + rows.only_after === 0 && (
        <p className="text-base text-quiet">{t("Both have the same rows.")}</p>
      )}
      <OnlyIn version={from} count={rows.only_before} columns={rows.columns} sample={rows.sample_before} />
      <OnlyIn version={to} count={rows.only_after} columns={rows.columns} sample={rows.sample_after} />
    </div>
  );
}

interface OnlyInProps {
  version: number;
  count: number;
  columns: string[];
  sample: Cell[][];
}

function OnlyIn({ version, count, columns, sample }: OnlyInProps) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <div className="space-y-2">
      <h3 className="text-base font-medium">
        {t("{{count}} rows only in version {{version}}", { count, version })}
        {sample.length < count && (
          <span className="font-normal text-quiet">
            {t(", the first {{sample}}", { sample: sample.length })}
          </span>
        )}
      </h3>
      <section
        aria-label={t("Rows only in version {{version}}", { version })}
        tabIndex={0}
        className="relative max-h-64 overflow-auto rounded-control border border-line"
      >
        <table className="w-full border-separate border-spacing-0 text-sm">
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column}
                  scope="col"
                  className="sticky top-0 border-b border-line bg-panel px-3 py-1.5 text-left font-medium whitespace-nowrap text-quiet"
                >
                  <bdi>{column}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="[&>tr:last-child>td]:border-b-0">
            {sample.map((row, at) => (
              <tr key={at}>
                {row.map((cell, place) => (
                  <td
                    key={place}
                    className="max-w-72 truncate border-b border-line px-3 py-1 whitespace-nowrap"
                  >
                    <bdi>{cell === null ? NO_VALUE : visible(String(cell))}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
