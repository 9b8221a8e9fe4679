import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { useId, useState } from "react";
import { boards, type ShareLink } from "../api/boards";
import { problemOf } from "../api/client";
import { formatDay } from "../format/cells";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { Select } from "../ui/select";
import { t, useTranslation } from "../words/words";

interface Props {
  board: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const endings = () =>
  [
    { value: "7", label: t("In 7 days") },
    { value: "30", label: t("In 30 days") },
    { value: "365", label: t("In a year") },
    { value: "0", label: t("Never") },
  ] as const;
const rights = () =>
  [
    { value: "view", label: t("See it") },
    { value: "edit", label: t("See it and change its layout") },
  ] as const;

export function ShareDialog({ board, open, onOpenChange }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const [may, setMay] = useState<"view" | "edit">("view");
  const [days, setDays] = useState<ReturnType<typeof endings>[number]["value"]>("30");
  const [showsSql, setShowsSql] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const who = useId();
  const until = useId();
  const key = ["shares", workspace, board];
  const links = useQuery({ queryKey: key, queryFn: () => boards.shares(workspace, board), enabled: open });
  const again = () => queries.invalidateQueries({ queryKey: key });
  const make = useMutation({
    mutationFn: () =>
      boards.share(workspace, board, {
        may,
        shows_sql: showsSql,
        expires_at: days === "0" ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString(),
      }),
    onSuccess: async ({ url }) => {
      setMade(new URL(url, window.location.origin).href);
      announce(t("The link is made."));
      await again();
    },
  });
  const revoke = useMutation({
    mutationFn: (id: string) => boards.revoke(workspace, id),
    onSuccess: again,
    onError: notifyProblem,
  });
  const live = (links.data ?? []).filter(({ revoked_at }) => revoked_at === null);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("Share")}
      description={t("Whoever has a link sees these tiles with the rows that you see, and nothing else.")}
    >
      <div className="space-y-5">
        <div className="grid gap-3 sm:grid-cols-2">
          <div className="space-y-1.5">
            <label htmlFor={who} className="block text-sm font-medium">
              {t("Who has the link may")}
            </label>
            <Select
              id={who}
              label={t("May")}
              value={may}
              choices={rights()}
              onChange={setMay}
              className="field w-full"
            />
          </div>
          <div className="space-y-1.5">
            <label htmlFor={until} className="block text-sm font-medium">
              {t("It ends")}
            </label>
            <Select
              id={until}
              label={t("Ends")}
              value={days}
              choices={endings()}
              onChange={setDays}
              className="field w-full"
            />
          </div>
          <label className="flex min-h-9 items-center gap-2 text-sm sm:col-span-2">
            <input
              type="checkbox"
              checked={showsSql}
              onChange={(event) => setShowsSql(event.target.checked)}
              className="size-4 accent-accent"
            />
            {t("Show the SQL of the tiles, too")}
          </label>
        </div>
        {make.isError && (
          <p role="alert" className="rounded-control bg-bad-tint px-3 py-2 text-sm">
            {problemOf(make.error).message}
          </p>
        )}
        <button
          type="button"
          className="button-solid w-full"
          disabled={make.isPending}
          onClick={() => make.mutate()}
        >
          <Link2 size={16} aria-hidden /> {t("Make a link")}
        </button>
        {made && (
          <div className="flex items-center gap-2 rounded-control border border-line bg-panel p-2">
            <input
              aria-label={t("The link")}
              readOnly
              value={made}
              className="min-w-0 flex-1 bg-transparent px-1 text-sm"
            />
            <CopyButton label={t("Copy link")} text={() => made} />
          </div>
        )}
        {live.length > 0 && (
          <section className="space-y-1">
            <h3 className="text-sm font-medium">{t("Links")}</h3>
            <ul className="divide-y divide-line">
              {live.map((link) => (
                <li key={link.id} className="flex items-center gap-3 py-2 text-sm">
                  <span className="min-w-0 flex-1">{told(link)}</span>
                  <button type="button" className="button-outline" onClick={() => revoke.mutate(link.id)}>
                    {t("Revoke")}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Dialog>
  );
}

function told({ may, made_at, expires_at, used_at, shows_sql }: ShareLink): string {
  return [
    may === "edit" ? t("Edit") : t("View"),
    shows_sql ? t("with SQL") : null,
    t("made {{madeAt}}", { madeAt: formatDay(made_at) }),
    expires_at ? t("ends {{expiresAt}}", { expiresAt: formatDay(expires_at) }) : t("never ends"),
    used_at ? t("last opened {{usedAt}}", { usedAt: formatDay(used_at) }) : t("not opened yet"),
  ]
    .filter(Boolean)
    .join(" · ");
}
