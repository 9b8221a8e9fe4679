import { useQueryClient } from "@tanstack/react-query";
import {
  CalendarClock,
  Check,
  Ellipsis,
  Expand,
  History,
  Pencil,
  Printer,
  RefreshCw,
  Share2,
  Shrink,
  Type,
} from "lucide-react";
import { lazy, type RefObject, Suspense, useEffect, useState } from "react";
import { type Board, boards, type FilterValues } from "../api/boards";
import { useWorkspace } from "../shell/place";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { useTranslation } from "../words/words";
import { ExportItems } from "./export-items";
import { RenameDialog } from "./rename-dialog";
import { ShareDialog } from "./share-dialog";
import { VersionsDialog } from "./versions-dialog";

interface Props {
  board: Board;
  /** Of its filters, as they are shown. */
  values: FilterValues;
  loading: boolean;
  onRefresh: () => void;
  onEdit: () => void;
  onChange: (changes: Partial<Board>) => Promise<boolean>;
  frame: RefObject<HTMLElement | null>;
}

const MINUTES = [0, 1, 5, 15, 60];
type Shown = "share" | "versions" | "rename" | "schedules" | null;

const SchedulesDialog = lazy(() => import("../schedules/schedules-dialog"));

export function BoardActions({ board, values, loading, onRefresh, onEdit, onChange, frame }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const [shown, setShown] = useState<Shown>(null);
  const full = useFullScreen(frame);
  const refresh = board.refresh_minutes ?? 0;
  const dialog = (name: Shown) => ({
    open: shown === name,
    onOpenChange: (open: boolean) => setShown(open ? name : null),
  });
  return (
    <>
      <button type="button" className="button-quiet" onClick={onRefresh} disabled={loading}>
        <RefreshCw size={15} aria-hidden className={loading ? "animate-spin" : ""} /> {t("Refresh")}
      </button>
      <button type="button" className="button-outline" onClick={() => setShown("share")}>
        <Share2 size={15} aria-hidden /> {t("Share")}
      </button>
      <button type="button" className="button-solid" onClick={onEdit}>
        <Pencil size={15} aria-hidden /> {t("Edit")}
      </button>
      <Menu
        trigger={
          <button
            type="button"
            className="button-quiet size-9 justify-center px-0 pointer-coarse:size-10"
            aria-label={t("More")}
          >
            <Ellipsis size={17} aria-hidden />
          </button>
        }
      >
        <MenuItem Icon={full.on ? Shrink : Expand} onSelect={full.toggle}>
          {full.on ? t("Leave full screen") : t("Full screen")}
        </MenuItem>
        <MenuItem Icon={Printer} onSelect={() => window.print()}>
          {t("Print")}
        </MenuItem>
        <MenuItem Icon={Type} onSelect={() => setShown("rename")}>
          {t("Rename")}
        </MenuItem>
        <MenuItem Icon={History} onSelect={() => setShown("versions")}>
          {t("Versions")}
        </MenuItem>
        <MenuItem Icon={CalendarClock} onSelect={() => setShown("schedules")}>
          {t("Schedules")}
        </MenuItem>
        <MenuSeparator />
        <ExportItems board={board.name} values={values} />
        <MenuSeparator />
        {MINUTES.map((minutes) => (
          <MenuItem
            key={minutes}
            Icon={refresh === minutes ? Check : undefined}
            onSelect={() => void onChange({ refresh_minutes: minutes })}
          >
            {minutes === 0
              ? t("Do not refresh by itself")
              : minutes === 60
                ? t("Refresh every hour")
                : t("Refresh every {{count}} minutes", { count: minutes })}
          </MenuItem>
        ))}
      </Menu>
      {shown === "schedules" && (
        <Suspense fallback={null}>
          <SchedulesDialog what={{ kind: "dashboard", name: board.name, values }} {...dialog("schedules")} />
        </Suspense>
      )}
      <ShareDialog board={board.name} {...dialog("share")} />
      <RenameDialog named={board} onChange={onChange} {...dialog("rename")} />
      <VersionsDialog
        kind="dashboard"
        of={boards}
        name={board.name}
        current={board.version}
        onRestored={(restored) => queries.setQueryData(["board", workspace, board.name], restored)}
        {...dialog("versions")}
      />
    </>
  );
}

function useFullScreen(frame: RefObject<HTMLElement | null>) {
  const [on, setOn] = useState(false);
  useEffect(() => {
    const changed = () => setOn(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", changed);
    return () => document.removeEventListener("fullscreenchange", changed);
  }, []);
  const toggle = () =>
    void (on ? document.exitFullscreen() : frame.current?.requestFullscreen())?.catch(() => undefined);
  return { on, toggle };
}
