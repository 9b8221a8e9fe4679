import { Link } from "@tanstack/react-router";
import {
  Copy,
  Download,
  Ellipsis,
  GitBranch,
  Image,
  Link2,
  LoaderCircle,
  Sheet,
  SquareTerminal,
  Table2,
  Type,
} from "lucide-react";
import { useState } from "react";
import { downloadResult, type FileFormat, saveFile } from "../api/downloads";
import { copyPicture, pictureOf } from "../chart/pictures";
import { shownColumns } from "../format/columns";
import { tabSeparated } from "../results/tab-separated";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { Writes } from "../shell/writes";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { t, useTranslation } from "../words/words";
import { AddToBoard } from "./add-to-board";
import { useCard } from "./card-actions";
import { DragToBoard } from "./drag-to-board";
import { Judging } from "./judging";
import type { RunView } from "./run-view";
import { SaveButton } from "./save-button";
import type { Turn } from "./talk";
import { asText, fileName } from "./text-of-answer";

/** What can be done with an answer once it is there. */
export default function AnswerActions({ turn }: { turn: Turn }) {
  const { t } = useTranslation();
  const { view } = turn;
  const { onBranch, onSql, onTab, busy } = useCard();
  const [adding, setAdding] = useState(false);
  const kept = view.runId === null ? null : { runId: view.runId, questionOf: askedIn(turn) };
  return (
    <div className="flex items-center gap-1 border-t border-line px-2 py-1.5 max-sm:overflow-x-auto max-sm:*:shrink-0 sm:flex-wrap sm:px-3 print:hidden">
      <Writes>
        {view.runId !== null && <Judging runId={view.runId} onFix={onSql && (() => onTab(view, "sql"))} />}
      </Writes>
      <CopyMenu view={view} />
      <DownloadMenu view={view} />
      <Writes>
        {kept !== null && (
          <>
            <SaveButton kept={kept} title={view.question} />
            <DragToBoard kept={kept} title={view.question} onOpen={() => setAdding(true)} />
            <AddToBoard kept={kept} title={view.question} open={adding} onOpenChange={setAdding} />
          </>
        )}
      </Writes>
      {view.runId !== null && onSql !== undefined && (
        <Link
          to="/query"
          search={(now) => ({ workspace: now.workspace, run: view.runId ?? undefined, take: "run" }) as never}
          className="button-quiet"
        >
          <SquareTerminal size={15} aria-hidden /> {t("Open in Query")}
        </Link>
      )}
      <span className="ml-auto" />
      {view.threadId !== null && (
        <Menu
          trigger={
            <button
              type="button"
              className="button-quiet size-8 justify-center px-0 pointer-coarse:size-10"
              aria-label={t("More")}
            >
              <Ellipsis size={16} aria-hidden />
            </button>
          }
        >
          <MenuItem
            Icon={GitBranch}
            disabled={busy}
            note={t("A new conversation with everything up to here")}
            onSelect={() => onBranch(view)}
          >
            {t("Branch from here")}
          </MenuItem>
        </Menu>
      )}
    </div>
  );
}

/** The run whose question the SQL of a person answers now. */
function askedIn({ view, earlier }: Turn): string | null {
  if (view.edited === null) return null;
  return earlier.findLast(({ edited }) => edited === null)?.runId ?? null;
}

function CopyMenu({ view }: { view: RunView }) {
  const { t } = useTranslation();
  const { workspace } = useCard();
  const copy = (what: string, text: () => string) => () =>
    void navigator.clipboard
      .writeText(text())
      .then(() => announce(t("{{what}} copied", { what })), notifyProblem);
  const rows = () =>
    view.table ? tabSeparated(shownColumns(view.table.columns, view.plan), view.table.rows) : "";
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="button-quiet">
          <Copy size={15} aria-hidden /> {t("Copy")}
        </button>
      }
    >
      {view.sentences.length > 0 && (
        <MenuItem Icon={Type} onSelect={copy(t("Text"), () => asText(view))}>
          {t("Text")}
        </MenuItem>
      )}
      <MenuItem Icon={Table2} onSelect={copy(t("Table"), rows)}>
        {t("Table")}
      </MenuItem>
      {view.chart && (
        <MenuItem
          Icon={Image}
          onSelect={() =>
            void copyPicture(view.chart?.spec ?? {}).then(() => announce(t("Chart copied")), notifyProblem)
          }
        >
          {t("Chart as PNG")}
        </MenuItem>
      )}
      <MenuItem Icon={Link2} onSelect={copy(t("Link"), () => linkTo(view, workspace))}>
        {t("Link to this answer")}
      </MenuItem>
    </Menu>
  );
}

const formats = (): { format: FileFormat; label: string; note: string }[] => [
  { format: "csv", label: "CSV", note: t("All rows, as text") },
  { format: "xlsx", label: "Excel", note: t("All rows, with types and sources") },
  { format: "parquet", label: "Parquet", note: t("All rows, for other tools") },
];

function DownloadMenu({ view }: { view: RunView }) {
  const { t } = useTranslation();
  const { workspace } = useCard();
  const [preparing, setPreparing] = useState(false);
  const run = (work: () => Promise<void>) => () => {
    setPreparing(true);
    work()
      .catch(notifyProblem)
      .finally(() => setPreparing(false));
  };
  const { runId, chart } = view;
  if (runId === null) return null;
  const picture = (kind: "png" | "svg") =>
    run(async () => saveFile(await pictureOf(chart?.spec ?? {}, kind), `${fileName(view.question)}.${kind}`));
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="button-quiet" disabled={preparing}>
          {preparing ? (
            <LoaderCircle size={15} aria-hidden className="animate-spin" />
          ) : (
            <Download size={15} aria-hidden />
          )}
          {t("Download")}
        </button>
      }
    >
      {formats().map(({ format, label, note }) => (
        <MenuItem
          key={format}
          Icon={Sheet}
          note={note}
          onSelect={run(() => downloadResult(workspace, runId, format))}
        >
          {label}
        </MenuItem>
      ))}
      {chart && (
        <>
          <MenuSeparator />
          <MenuItem Icon={Image} onSelect={picture("png")}>
            {t("Chart as PNG")}
          </MenuItem>
          <MenuItem Icon={Image} onSelect={picture("svg")}>
            {t("Chart as SVG")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

function linkTo(view: RunView, workspace: string): string {
  const url = new URL(view.threadId === null ? "/" : `/t/${view.threadId}`, window.location.origin);
  if (workspace !== "default") url.searchParams.set("workspace", workspace);
  if (view.runId !== null) url.searchParams.set("run", view.runId);
  return url.toString();
}
