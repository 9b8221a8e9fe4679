import { Dialog } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { request } from "../api/client";
import { useTables } from "../api/tables";
import { threads } from "../api/threads";
import { talkOf } from "../ask/talk";
import { navigation } from "../shell/navigation";
import { isThere } from "../shell/pages";
import { useWorkspace } from "../shell/place";
import { applyTheme } from "../shell/theme";
import { useTranslation } from "../words/words";
import { type Entry, found } from "./entries";

interface Props {
  onClose: () => void;
  onShortcuts: () => void;
}

/** Everything that has a name, found by typing; the last row asks what was typed. */
export default function Palette({ onClose, onShortcuts }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const list = useId();
  const entries = useEntries(onShortcuts);
  const asking = useAsking();
  const shown = useMemo(() => {
    const fitting = found(entries, text);
    return text.trim() === "" ? fitting : [...fitting, asking(text.trim())];
  }, [entries, text, asking]);
  const chosen = Math.min(at, shown.length - 1);
  const run = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      setAt((chosen + by + shown.length) % Math.max(1, shown.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(shown[chosen]);
    }
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-[#0d1117]/50" />
        <Dialog.Popup
          aria-label={t("Find anything")}
          className="popup fixed top-[12vh] left-1/2 z-30 flex max-h-[70vh] w-[min(40rem,calc(100vw-2rem))] -translate-x-1/2 flex-col overflow-hidden"
        >
          <div className="flex items-center gap-3 border-b border-line px-4">
            <Search size={17} aria-hidden className="text-quiet" />
            <input
              role="combobox"
              aria-label={t("Find a page, table, column or conversation, or ask")}
              aria-expanded
              aria-controls={list}
              aria-activedescendant={shown.length > 0 ? `${list}-${chosen}` : undefined}
              value={text}
              placeholder={t("Find a page, table or conversation, or ask")}
              onChange={(event) => {
                setText(event.target.value);
                setAt(0);
              }}
              onKeyDown={onKeyDown}
              className="h-13 w-full bg-transparent text-body outline-none"
            />
          </div>
          <div id={list} role="listbox" aria-label={t("Found")} className="min-h-0 overflow-y-auto p-1.5">
            {shown.map((entry, place) => (
              <Row
                key={entry.id}
                id={`${list}-${place}`}
                entry={entry}
                heading={shown[place - 1]?.group !== entry.group}
                active={place === chosen}
                onPoint={() => setAt(place)}
                onChoose={() => run(entry)}
              />
            ))}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface RowProps {
  id: string;
  entry: Entry;
  heading: boolean;
  active: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function Row({ id, entry, heading, active, onPoint, onChoose }: RowProps) {
  return (
    <>
      {heading && (
        <p role="presentation" className="px-2.5 pt-2.5 pb-1 text-xs text-quiet">
          {entry.group}
        </p>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are those of the field */}
      <div
        id={id}
        role="option"
        aria-selected={active}
        tabIndex={-1}
        ref={(element) => {
          if (active) element?.scrollIntoView({ block: "nearest" });
        }}
        onPointerMove={onPoint}
        onClick={onChoose}
        className="flex min-h-9 items-center gap-3 rounded-control px-2.5 text-base aria-selected:bg-hover pointer-coarse:min-h-11"
      >
        <bdi className="min-w-0 flex-1 truncate">{entry.label}</bdi>
        {entry.note && <bdi className="max-w-1/2 truncate text-sm text-quiet">{entry.note}</bdi>}
      </div>
    </>
  );
}

/** In the conversation that goes on, or a new one. */
function useAsking(): (text: string) => Entry {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  return useMemo(
    () => (text) => ({
      id: "ask",
      group: t("Ask"),
      label: t("Ask: {{text}}", { text }),
      run: () => {
        const talk = talkOf(workspace);
        const thread = talk.state.threadId;
        const there =
          thread === null
            ? navigate({ to: "/" })
            : navigate({
                to: "/t/$thread",
                params: { thread },
                search: ({ workspace: kept }) => ({ workspace: kept }),
              });
        void there.then(() => setTimeout(() => talk.ask(text), 0));
      },
    }),
    [workspace, navigate],
  );
}

function useEntries(onShortcuts: () => void): Entry[] {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const { tables } = useTables(workspace);
  const recent = useQuery({
    queryKey: ["threads", workspace, "palette"],
    queryFn: () => threads.list(workspace),
  });
  const saved = useQuery({
    queryKey: ["saved", workspace, "palette"],
    queryFn: () => request<{ queries: { name: string; title: string }[] }>("/api/queries", workspace),
    enabled: isThere("query"),
  });
  return useMemo(() => {
    const go = (to: string) => () => void navigate({ to: to as "/" });
    const pages = [
      ...navigation().map(({ to, label }) => ({ to: to as string, label })),
      ...(isThere("history") ? [{ to: "/history", label: t("History") }] : []),
      ...(isThere("settings") ? [{ to: "/settings", label: t("Settings") }] : []),
      ...(isThere("health") ? [{ to: "/health", label: t("Health") }] : []),
    ];
    const once = [...new Map(pages.map((page) => [page.to, page])).values()];
    const page = (name: string) => `/data/${encodeURIComponent(name)}`;
    return [
      ...once.map(({ to, label }) => ({ id: `page ${to}`, group: t("Pages"), label, run: go(to) })),
      ...(tables.data ?? []).map(({ name, label, origin }) => ({
        id: `table ${name}`,
        group: t("Tables"),
        label,
        note: origin.file,
        run: go(page(name)),
      })),
      ...(tables.data ?? []).flatMap(({ name, label: table, columns }) =>
        columns.map((column) => ({
          id: `column ${name}.${column.name}`,
          group: t("Columns"),
          label: column.label,
          note: table,
          run: go(page(name)),
        })),
      ),
      ...(saved.data?.queries ?? []).map(({ name, title }) => ({
        id: `saved ${name}`,
        group: t("Saved queries"),
        label: title,
        run: go(`/query/${encodeURIComponent(name)}`),
      })),
      ...(recent.data?.threads ?? []).map(({ id, title }) => ({
        id: `thread ${id}`,
        group: t("Conversations"),
        label: title,
        run: () => void navigate({ to: "/t/$thread", params: { thread: id } }),
      })),
      { id: "new", group: t("Actions"), label: t("New conversation"), run: go("/") },
      { id: "light", group: t("Actions"), label: t("Light theme"), run: () => applyTheme("light") },
      { id: "dark", group: t("Actions"), label: t("Dark theme"), run: () => applyTheme("dark") },
      { id: "keys", group: t("Actions"), label: t("Keyboard shortcuts"), note: "?", run: onShortcuts },
    ];
  }, [navigate, tables.data, recent.data, saved.data, onShortcuts]);
}
