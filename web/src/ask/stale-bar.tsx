import { dataSince, useTables } from "../api/tables";
import { StaleNote } from "../ui/stale-note";
import { useCard } from "./card-actions";
import type { Turn } from "./talk";

/** Says that the data an answer was made of has changed since. */
export function StaleBar({ turn }: { turn: Turn }) {
  const { workspace, busy, onAgain } = useCard();
  const { tables } = useTables(workspace);
  const read = new Map(turn.view.receipt?.tables.map(({ name, version }) => [name, version]));
  return <StaleNote since={dataSince(tables.data, read)} busy={busy} onAgain={() => onAgain(turn)} />;
}
