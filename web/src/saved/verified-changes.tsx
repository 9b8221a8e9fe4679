import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleCheck, type LucideIcon, TrendingUp, TriangleAlert } from "lucide-react";
import { type Change, saved } from "../api/saved";
import { formatTime } from "../format/cells";
import { useWorkspace } from "../shell/place";
import { t, useTranslation } from "../words/words";
import { figureOf } from "./figure";

/** Verified answers that give something else than before; nothing where all hold. */
export function VerifiedChanges() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const changes = useQuery({
    queryKey: ["saved", workspace, "changes"],
    queryFn: () => saved.changes(workspace),
  });
  if (!changes.data || changes.data.length === 0) return null;
  return (
    <section aria-labelledby="verified-changes" className="mb-5">
      <h2 id="verified-changes" className="mb-2 text-body font-semibold">
        {t("What gives something else than before")}
      </h2>
      <ul className="card max-h-80 divide-y divide-line overflow-y-auto">
        {changes.data.map((change) => (
          <Line key={change.id} change={change} />
        ))}
      </ul>
    </section>
  );
}

const kindWords = (): Record<Change["change"], { Icon: LucideIcon; word: string; tone: string }> => ({
  value: { Icon: TrendingUp, word: t("Another value"), tone: "text-accent" },
  columns: { Icon: TriangleAlert, word: t("Other columns"), tone: "text-warning" },
  broken: { Icon: TriangleAlert, word: t("Broken"), tone: "text-bad" },
  mended: { Icon: CircleCheck, word: t("Runs again"), tone: "text-good" },
});
const causes = (): Record<Change["cause"], string> => ({
  tables: t("after new data"),
  model: t("after the model was published"),
  query: t("after the query was changed"),
});

function Line({ change: { name, title, change, cause, before, after, made_at } }: { change: Change }) {
  const { Icon, word, tone } = kindWords()[change];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2.5 text-sm">
      <span className="min-w-0 flex-1 basis-60">
        <Link
          to="/query/$id"
          params={{ id: name }}
          className="inline-flex min-h-6 items-center text-base font-medium wrap-anywhere hover:text-accent hover:underline pointer-coarse:min-h-10"
        >
          <bdi>{title}</bdi>
        </Link>
        <span className="block text-quiet wrap-break-word">
          {after.problem ?? said(figureOf(before), figureOf(after))}
        </span>
      </span>
      <span>
        <span className={`flex items-center gap-1.5 ${tone}`}>
          <Icon size={15} aria-hidden className="shrink-0" /> {word}
        </span>
        <span className="block text-quiet">
          {causes()[cause]}, <time dateTime={made_at}>{formatTime(made_at)}</time>
        </span>
      </span>
    </li>
  );
}

function said(before: string, after: string): string {
  return before === after
    ? t("{{after}}, with other values in them", { after })
    : t("{{before}} before, {{after}} now", { before, after });
}
