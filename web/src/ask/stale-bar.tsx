import { RefreshCw } from "lucide-react";
import { useTables } from "../api/tables";
import { formatSince } from "../format/cells";
import { useCard } from "./card-actions";
import type { Turn } from "./talk";

/** Says that the data an answer was made of has changed since. */
export function StaleBar({ turn }: { turn: Turn }) {
  const { workspace, busy, onAgain } = useCard();
  const { tables } = useTables(workspace);
  const read = new Map(turn.view.receipt?.tables.map(({ name, version }) => [name, version]));
  const newer = (tables.data ?? []).filter(({ name, version }) => version > (read.get(name) ?? version));
  const latest = newer
    .map(({ imported_at }) => imported_at)
    .sort()
    .at(-1);
  if (latest === undefined) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-warning-tint px-4 py-2 text-sm text-warning sm:px-5 print:hidden">
      <RefreshCw size={15} aria-hidden className="shrink-0" />
      <p className="min-w-0 flex-1 basis-48">
        Data updated {formatSince(latest)}: <bdi>{newer.map(({ name }) => name).join(", ")}</bdi>
      </p>
      <button type="button" className="button-outline min-h-8" disabled={busy} onClick={() => onAgain(turn)}>
        Run again
      </button>
    </div>
  );
}
