import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { BadgeCheck, Bookmark } from "lucide-react";
import { useState } from "react";
import { type SavedQuery, saved } from "../api/saved";
import { useAddress, useAddressText } from "../data/address";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { Writes } from "../shell/writes";
import { EmptyState } from "../ui/empty-state";
import { FailedQuery } from "../ui/failed-query";
import { KeptMark } from "../ui/kept-mark";
import { SearchField } from "../ui/search-field";
import { SkeletonLines } from "../ui/skeleton";
import { Trans } from "../words/trans";
import { useTranslation } from "../words/words";
import { QueryDialogs, type What } from "./query-dialogs";
import { QueryTable } from "./query-table";
import { ToldLine } from "./told-line";
import { useSavedChanged } from "./use-saved-changed";

/** Saved queries that have the words; those that somebody vouched for, also where they were changed since. */
export function QueryList({ verifiedOnly = false }: { verifiedOnly?: boolean }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { text, write, kept } = useAddressText("q");
  const search = kept.trim();
  const [chosen, setChosen] = useState<{ name: string; what: What } | null>(null);
  const list = useQuery({
    queryKey: ["saved", workspace, "list", search],
    queryFn: () => saved.list(workspace, search),
    placeholderData: (before) => before,
  });
  const { removed, remove, restore } = useRemoval();
  const found = (list.data ?? []).filter(({ verified }) => !verifiedOnly || verified !== null);
  const query = list.data?.find(({ name }) => name === chosen?.name);
  return (
    <>
      <SearchField
        label={verifiedOnly ? t("Search verified queries") : t("Search saved queries")}
        value={text}
        onChange={write}
      />
      {removed && (
        <Writes>
          <ToldLine onUndo={() => restore.mutate(removed)}>
            <Trans i18nKey="<title/> is deleted." components={{ title: <bdi>{removed.title}</bdi> }} />
          </ToldLine>
        </Writes>
      )}
      {list.isPending && <SkeletonLines count={6} />}
      <FailedQuery query={list} />
      {list.isSuccess && found.length === 0 && (
        <Nothing searched={search !== ""} verifiedOnly={verifiedOnly} />
      )}
      {list.data && <KeptMark />}
      {found.length > 0 && (
        <Writes>
          <QueryTable
            queries={found}
            onChoose={(one, what) =>
              what === "delete" ? remove.mutate(one) : setChosen({ name: one.name, what })
            }
          />
        </Writes>
      )}
      {query && chosen && (
        <QueryDialogs
          key={`${query.name} ${chosen.what}`}
          query={query}
          what={chosen.what}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}

function useRemoval() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const changed = useSavedChanged(workspace);
  const [removed, setRemoved] = useState<SavedQuery | null>(null);
  const remove = useMutation({
    mutationFn: (query: SavedQuery) => saved.remove(workspace, query.name),
    onSuccess: async (_, query) => {
      setRemoved(query);
      announce(t("{{title}} is deleted. It can be restored.", { title: query.title }));
      await changed();
    },
    onError: notifyProblem,
  });
  const restore = useMutation({
    mutationFn: (query: SavedQuery) => saved.restore(workspace, query.name, query.version),
    onSuccess: async (query) => {
      setRemoved(null);
      announce(t("{{title}} is restored.", { title: query.title }));
      await changed();
    },
    onError: notifyProblem,
  });
  return { removed, remove, restore };
}

function Nothing({ searched, verifiedOnly }: { searched: boolean; verifiedOnly: boolean }) {
  const { t } = useTranslation();
  const [, change] = useAddress();
  if (searched)
    return (
      <EmptyState Icon={Bookmark} title={t("No query has these words.")}>
        <button type="button" className="button-outline" onClick={() => change({ q: undefined }, true)}>
          {t("Show all")}
        </button>
      </EmptyState>
    );
  if (verifiedOnly)
    return (
      <EmptyState
        Icon={BadgeCheck}
        title={t("Nothing is verified yet. Vouch for a saved query, and it answers questions like it first.")}
      >
        <button type="button" className="button-outline" onClick={() => change({ tab: undefined })}>
          {t("Saved queries")}
        </button>
      </EmptyState>
    );
  return (
    <EmptyState
      Icon={Bookmark}
      title={t("Nothing is saved yet. Save an answer, and it runs again without asking.")}
    >
      <Link to="/" className="button-outline">
        {t("Ask a question")}
      </Link>
    </EmptyState>
  );
}
