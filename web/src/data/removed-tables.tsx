import { Collapsible } from "@base-ui/react/collapsible";
import { ChevronRight, RotateCcw } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { data, type Overview } from "../api/data";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { useTranslation } from "../words/words";
import { useDataChanged } from "./queries";

/** Open once a table was removed while one looks on, so that the way back is in sight. */
export function RemovedTables({ removed }: { removed: Overview["removed"] }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const changed = useDataChanged(workspace);
  const [open, setOpen] = useState(false);
  const count = useRef(removed.length);
  useEffect(() => {
    if (removed.length > count.current) setOpen(true);
    count.current = removed.length;
  }, [removed.length]);
  if (removed.length === 0) return null;
  const restore = async (table: string, version: number) => {
    try {
      await data.restore(workspace, table, version);
      await changed();
      announce(t("{{table}} is restored.", { table }));
    } catch (error) {
      notifyProblem(error);
    }
  };
  return (
    <Collapsible.Root open={open} onOpenChange={setOpen}>
      <Collapsible.Trigger className="pressable group -ml-2 flex min-h-8 items-center gap-1.5 rounded-control px-2 text-sm text-quiet hover:bg-hover hover:text-ink pointer-coarse:min-h-10">
        <ChevronRight
          size={15}
          aria-hidden
          className="transition-transform group-data-panel-open:rotate-90"
        />
        {t("{{count}} removed tables", { count: removed.length })}
      </Collapsible.Trigger>
      <Collapsible.Panel>
        <ul className="mt-2 divide-y divide-line rounded-card border border-line">
          {removed.map(({ name, version, rows }) => (
            <li key={name} className="flex items-center gap-3 px-4 py-1.5">
              <span className="min-w-0 flex-1 wrap-anywhere">
                <bdi>{name}</bdi>{" "}
                <span className="text-sm text-quiet">{t("{{count}} rows", { count: rows })}</span>
              </span>
              <button
                type="button"
                className="button-quiet"
                aria-label={t("Restore {{name}}", { name })}
                onClick={() => void restore(name, version)}
              >
                <RotateCcw size={15} aria-hidden /> {t("Restore")}
              </button>
            </li>
          ))}
        </ul>
      </Collapsible.Panel>
    </Collapsible.Root>
  );
}
