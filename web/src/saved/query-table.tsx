import { Link } from "@tanstack/react-router";
import { Play } from "lucide-react";
import type { SavedQuery } from "../api/saved";
import { formatDay, formatTime } from "../format/cells";
import { personName } from "../format/people";
import { Trans } from "../words/trans";
import { t, useTranslation } from "../words/words";
import { figureOf } from "./figure";
import type { What } from "./query-dialogs";
import { QueryMenu } from "./query-menu";
import { StatusFlag } from "./status-flag";

interface Props {
  queries: SavedQuery[];
  onChoose: (query: SavedQuery, what: What | "delete") => void;
}

const headings = () => [
  { label: t("Title"), shape: "text-left" },
  { label: t("Last value"), shape: "text-right max-sm:hidden" },
  { label: t("Owner"), shape: "text-left max-lg:hidden" },
  { label: t("Last run"), shape: "text-left max-md:hidden" },
  { label: t("Status"), shape: "text-left max-sm:hidden" },
];

export function QueryTable({ queries, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <div className="card">
      <table className="w-full border-separate border-spacing-0 text-base">
        <caption className="sr-only">{t("Queries")}</caption>
        <thead className="max-sm:hidden">
          <tr className="bg-panel text-sm text-quiet">
            {headings().map(({ label, shape }) => (
              <th
                key={label}
                scope="col"
                className={`h-9 border-b border-line px-4 font-medium whitespace-nowrap ${shape}`}
              >
                {label}
              </th>
            ))}
            <th scope="col" className="w-12 border-b border-line">
              <span className="sr-only">{t("Actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>*]:border-b-0">
          {queries.map((query) => (
            <Row key={query.name} query={query} onChoose={(what) => onChoose(query, what)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ query, onChoose }: { query: SavedQuery; onChoose: (what: What | "delete") => void }) {
  const { t } = useTranslation();
  const cell = "border-b border-line px-4 py-2.5";
  const value = figureOf(query.last);
  return (
    <tr className="hover:bg-panel">
      <th scope="row" className={`${cell} text-left font-normal`}>
        <Link
          to="/query/$id"
          params={{ id: query.name }}
          className="inline-flex min-h-6 items-center font-medium wrap-anywhere hover:text-accent hover:underline pointer-coarse:-my-2 pointer-coarse:min-h-10 pointer-coarse:py-2"
        >
          <bdi>{query.title}</bdi>
        </Link>
        {query.description && (
          <p className="line-clamp-2 text-sm text-quiet wrap-anywhere">
            <bdi>{query.description}</bdi>
          </p>
        )}
        <div className="space-y-0.5 pt-0.5 text-sm sm:hidden">
          {query.last && query.status !== "broken" && (
            <p className="text-quiet">
              <Trans
                i18nKey="Last value <value/>"
                components={{ value: <bdi className="tabular-nums wrap-anywhere">{value}</bdi> }}
              />
            </p>
          )}
          <StatusFlag query={query} />
        </div>
      </th>
      <td className={`${cell} max-w-56 text-right tabular-nums max-sm:hidden`}>
        <bdi className="line-clamp-2 wrap-anywhere">{value}</bdi>
      </td>
      <td className={`${cell} max-w-40 truncate max-lg:hidden`}>
        <bdi>{personName(query.owner ?? "")}</bdi>
      </td>
      <td className={`${cell} whitespace-nowrap max-md:hidden`}>
        {query.last ? (
          <time dateTime={query.last.read_at} title={formatTime(query.last.read_at)}>
            {formatDay(query.last.read_at)}
          </time>
        ) : (
          t("Not yet")
        )}
      </td>
      <td className={`${cell} max-w-64 min-w-40 text-sm max-sm:hidden`}>
        <StatusFlag query={query} />
      </td>
      <td className="border-b border-line pr-2">
        <div className="flex items-center justify-end gap-0.5">
          <button
            type="button"
            className="button-quiet size-8 justify-center px-0 pointer-coarse:size-10"
            aria-label={t("Run {{title}}", { title: query.title })}
            title={t("Run")}
            onClick={() => onChoose("run")}
          >
            <Play size={16} aria-hidden />
          </button>
          <QueryMenu query={query} onChoose={onChoose} />
        </div>
      </td>
    </tr>
  );
}
