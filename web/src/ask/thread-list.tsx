import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Ellipsis, GitBranch, PenLine, Plus, Search, Trash2 } from "lucide-react";
import { useDeferredValue, useState } from "react";
import type { Workspace } from "../api/client";
import { type Thread, threads } from "../api/threads";
import { notifyProblem } from "../shell/notices";
import { Dialog } from "../ui/dialog";
import { FailedQuery } from "../ui/failed-query";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { Skeleton } from "../ui/skeleton";
import { useTranslation } from "../words/words";
import { byAge } from "./thread-age";

interface Props {
  workspace: Workspace;
  onNew: () => void;
  /** After a conversation was chosen, where the list lies over the page. */
  onChosen?: () => void;
}

type Asked = { what: "rename" | "delete"; thread: Thread };

export function ThreadList({ workspace, onNew, onChosen }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const search = useDeferredValue(text.trim());
  const [asked, setAsked] = useState<Asked | null>(null);
  const found = useInfiniteQuery({
    queryKey: ["threads", workspace, search],
    queryFn: ({ pageParam }) => threads.list(workspace, { search, before: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.more ? page.threads.at(-1)?.id : undefined),
  });
  const all = found.data?.pages.flatMap((page) => page.threads) ?? [];
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="space-y-2 p-3">
        <button type="button" className="button-outline w-full" onClick={onNew}>
          <Plus size={16} aria-hidden /> {t("New conversation")}
        </button>
        <label className="relative block">
          <span className="sr-only">{t("Search conversations")}</span>
          <Search
            size={15}
            aria-hidden
            className="pointer-events-none absolute inset-y-0 left-2.5 my-auto text-quiet"
          />
          <input
            type="search"
            value={text}
            placeholder={t("Search")}
            onChange={(event) => setText(event.target.value)}
            className="field w-full pl-8"
          />
        </label>
      </div>
      <nav aria-label={t("Conversations")} className="min-h-0 flex-1 overflow-y-auto px-3 pb-4">
        {found.isPending && <ListSkeleton />}
        <FailedQuery query={found} />
        {found.data && all.length === 0 && (
          <p className="px-2 text-sm text-quiet">
            {search === "" ? t("Conversations appear here.") : t("No conversation has these words.")}
          </p>
        )}
        {byAge(all).map(({ label, threads: aged }) => (
          <section key={label} aria-label={label}>
            <h2 className="px-2 pt-3 pb-1 text-xs text-quiet">{label}</h2>
            <ul>
              {aged.map((thread) => (
                <Row key={thread.id} thread={thread} onChosen={onChosen} onAsked={setAsked} />
              ))}
            </ul>
          </section>
        ))}
        {found.hasNextPage && (
          <button
            type="button"
            className="button-quiet mt-2 w-full"
            onClick={() => void found.fetchNextPage()}
          >
            {t("Show more")}
          </button>
        )}
      </nav>
      {asked?.what === "rename" && (
        <RenameDialog workspace={workspace} thread={asked.thread} onClose={() => setAsked(null)} />
      )}
      {asked?.what === "delete" && (
        <DeleteDialog workspace={workspace} thread={asked.thread} onClose={() => setAsked(null)} />
      )}
    </div>
  );
}

interface RowProps {
  thread: Thread;
  onChosen?: () => void;
  onAsked: (asked: Asked) => void;
}

function Row({ thread, onChosen, onAsked }: RowProps) {
  const { t } = useTranslation();
  return (
    <li className="group relative">
      <Link
        to="/t/$thread"
        params={{ thread: thread.id }}
        activeOptions={{ includeSearch: false }}
        onClick={onChosen}
        className="pressable flex min-h-8 items-center gap-1.5 rounded-control py-1 pr-8 pl-2 text-sm text-quiet hover:bg-hover hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:bg-hover aria-[current=page]:text-ink pointer-coarse:min-h-10"
      >
        {thread.branch_of !== null && (
          <GitBranch size={13} className="shrink-0" role="img" aria-label={t("Branch")} />
        )}
        <bdi className="truncate" title={thread.title}>
          {thread.title || t("Untitled")}
        </bdi>
      </Link>
      <div className="absolute inset-y-0 right-1 flex items-center opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 has-data-popup-open:opacity-100 pointer-coarse:opacity-100">
        <Menu
          trigger={
            <button
              type="button"
              className="button-quiet size-7 min-h-7 justify-center px-0"
              aria-label={t("More for {{title}}", { title: thread.title })}
            >
              <Ellipsis size={15} aria-hidden />
            </button>
          }
        >
          <MenuItem Icon={PenLine} onSelect={() => onAsked({ what: "rename", thread })}>
            {t("Rename")}
          </MenuItem>
          <MenuSeparator />
          <MenuItem Icon={Trash2} danger onSelect={() => onAsked({ what: "delete", thread })}>
            {t("Delete")}
          </MenuItem>
        </Menu>
      </div>
    </li>
  );
}

interface DialogProps {
  workspace: Workspace;
  thread: Thread;
  onClose: () => void;
}

function RenameDialog({ workspace, thread, onClose }: DialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [title, setTitle] = useState(thread.title);
  const rename = useMutation({
    mutationFn: () => threads.rename(workspace, thread.id, title.trim()),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["threads", workspace] });
      onClose();
    },
    onError: notifyProblem,
  });
  return (
    <Dialog open onOpenChange={onClose} title={t("Rename the conversation")} width="max-w-md">
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() !== "") rename.mutate();
        }}
      >
        <label className="block space-y-1.5 text-sm">
          <span>{t("Title")}</span>
          <input
            value={title}
            maxLength={200}
            onChange={(event) => setTitle(event.target.value)}
            className="field w-full"
          />
        </label>
        <div className="flex justify-end gap-2">
          <button type="button" className="button-outline" onClick={onClose}>
            {t("Cancel")}
          </button>
          <button type="submit" className="button-solid" disabled={title.trim() === "" || rename.isPending}>
            {t("Rename")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function DeleteDialog({ workspace, thread, onClose }: DialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { thread: shown } = useParams({ strict: false });
  const remove = useMutation({
    mutationFn: () => threads.delete(workspace, thread.id),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["threads", workspace] });
      if (shown === thread.id) void navigate({ to: "/" });
      onClose();
    },
    onError: notifyProblem,
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("Delete the conversation?")}
      description={t("Its questions and answers are deleted for good. Your data stays.")}
      width="max-w-md"
    >
      <p className="mb-4 text-base font-medium wrap-break-word">
        <bdi>{thread.title}</bdi>
      </p>
      <div className="flex justify-end gap-2">
        <button type="button" className="button-outline" onClick={onClose}>
          {t("Cancel")}
        </button>
        <button
          type="button"
          className="button-danger"
          disabled={remove.isPending}
          onClick={() => remove.mutate()}
        >
          {t("Delete")}
        </button>
      </div>
    </Dialog>
  );
}

function ListSkeleton() {
  return (
    <Skeleton>
      <div className="space-y-2 px-2 pt-3">
        {["w-4/5", "w-3/5", "w-11/12", "w-1/2"].map((width) => (
          <div key={width} className={`skeleton h-5 ${width}`} />
        ))}
      </div>
    </Skeleton>
  );
}
