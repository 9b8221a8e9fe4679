import { useQuery } from "@tanstack/react-query";
import { LayoutDashboard, Plus } from "lucide-react";
import { type DragEvent, useState } from "react";
import { createPortal } from "react-dom";
import { type Board, boards } from "../api/boards";
import type { Keeping } from "../api/feedback";
import { useTranslation } from "../words/words";
import { useAddToBoard } from "./add-to-board";
import { useCard } from "./card-actions";

interface Props {
  kept: Keeping;
  title: string;
  onOpen: () => void;
}

/** Opens the choice of dashboards; dragged, it shows them at the side, to be dropped on. */
export function DragToBoard({ kept, title, onOpen }: Props) {
  const { t } = useTranslation();
  const [dragging, setDragging] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button-quiet"
        draggable
        title={t("Or drag it onto a dashboard")}
        onClick={onOpen}
        onDragStart={(event) => {
          event.dataTransfer.setData("text/plain", title);
          event.dataTransfer.effectAllowed = "copy";
          // Chromium ends a drag whose page changes while it begins.
          setTimeout(() => setDragging(true));
        }}
        onDragEnd={() => setDragging(false)}
      >
        <LayoutDashboard size={15} aria-hidden /> {t("Add to dashboard")}
      </button>
      {dragging && createPortal(<Shelf kept={kept} title={title} />, document.body)}
    </>
  );
}

function Shelf({ kept, title }: { kept: Keeping; title: string }) {
  const { t } = useTranslation();
  const { workspace } = useCard();
  const list = useQuery({ queryKey: ["boards", workspace], queryFn: () => boards.list(workspace) });
  const add = useAddToBoard(kept, title);
  return (
    <aside
      aria-label={t("Drop it on a dashboard")}
      className="popup fixed top-18 right-4 z-30 max-h-[70dvh] w-72 max-w-[60vw] overflow-y-auto p-2"
    >
      <p className="px-2 pb-1 text-sm text-quiet">{t("Drop it on a dashboard")}</p>
      <ul className="space-y-1">
        {(list.data ?? []).map((board) => (
          <Place key={board.name} label={board.title} onDrop={() => add.mutate(board)} />
        ))}
        <Place label={t("A new dashboard")} isNew onDrop={() => add.mutate({ title })} />
      </ul>
    </aside>
  );
}

interface PlaceProps {
  label: Board["title"];
  isNew?: boolean;
  onDrop: () => void;
}

function Place({ label, isNew = false, onDrop }: PlaceProps) {
  const [over, setOver] = useState(false);
  const Icon = isNew ? Plus : LayoutDashboard;
  const allow = (event: DragEvent) => {
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    setOver(true);
  };
  return (
    <li
      onDragEnter={allow}
      onDragOver={allow}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDrop();
      }}
      className={`flex min-h-11 items-center gap-2 rounded-control border border-dashed px-3 text-base ${over ? "border-accent bg-hover text-accent" : "border-control"}`}
    >
      <Icon size={15} aria-hidden className="shrink-0" /> <bdi className="wrap-anywhere">{label}</bdi>
    </li>
  );
}
