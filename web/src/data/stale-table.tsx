import { useIsFetching, useQueryClient } from "@tanstack/react-query";
import { dataSince, useTables } from "../api/tables";
import { useWorkspace } from "../shell/place";
import { useReachable } from "../shell/reachable";
import { StaleNote } from "../ui/stale-note";
import { keys } from "./queries";

/** Another version of the table is current than the one that is looked at: nothing changes until it is asked for. */
export function StaleTable({ name, version }: { name: string; version: number }) {
  const workspace = useWorkspace();
  const reachable = useReachable();
  const queries = useQueryClient();
  const { tables } = useTables(workspace);
  const again = () => {
    void queries.invalidateQueries({ queryKey: keys.table(workspace, name) });
    void queries.invalidateQueries({ queryKey: keys.overview(workspace) });
  };
  const isReading = useIsFetching({ queryKey: keys.table(workspace, name) }) > 0;
  const since = dataSince(tables.data, new Map([[name, version]]));
  return <StaleNote since={isReading ? null : since} busy={!reachable} onAgain={again} />;
}
