import { RotateCcw, TriangleAlert } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import type { Tile, TileResult } from "../api/boards";
import { formatCell, formatTime } from "../format/cells";
import { shownColumns } from "../format/columns";
import { cutRows } from "../format/cut-rows";
import { useTranslation } from "../words/words";
import type { ShownTile } from "./use-tiles";

const VegaChart = lazy(() => import("../chart/vega-chart"));
const MOST_ROWS = 50;

interface Props {
  tile: Tile;
  shown: ShownTile | undefined;
  menu?: ReactNode;
  /** Takes the view of the query as it is now, where it was changed since the tile's own was set. */
  onUpdateView?: (version: number) => void;
  /** Reads this tile again. */
  onRetry: () => void;
}

/** Title, picture or figures, and when they were read; old values stay, dimmed, while new ones come. */
export function TileCard({ tile, shown, menu, onUpdateView, onRetry }: Props) {
  const { t } = useTranslation();
  const result = shown?.result ?? null;
  const subtitle = subtitleOf(result);
  const finding = tile.view?.show === "table" ? "" : findingOf(result, tile.title);
  const title = tile.title ?? shown?.title ?? (tile.kind === "text" ? null : "");
  return (
    <article className="card group/tile flex h-full min-h-0 flex-col" aria-label={title ?? t("Text")}>
      {(title !== null || menu) && (
        <header className="flex min-h-10 items-start gap-2 pt-2.5 pr-1.5 pl-4">
          <div className="min-w-0 flex-1">
            <h2 className="text-base font-semibold wrap-break-word">
              <bdi>{title}</bdi>
            </h2>
            {finding && (
              <p className="text-sm wrap-break-word">
                <bdi>{finding}</bdi>
              </p>
            )}
            {subtitle && <p className="text-xs text-quiet">{subtitle}</p>}
          </div>
          {menu && <div className="-mt-1 print:hidden">{menu}</div>}
        </header>
      )}
      <div
        tabIndex={result !== null && result.chart === null ? 0 : undefined}
        className={`min-h-0 flex-1 overflow-auto px-4 pb-2 transition-opacity duration-(--default-transition-duration) ${shown?.loading && result ? "opacity-55" : ""}`}
      >
        {tile.kind === "text" ? (
          <Words text={tile.text ?? ""} />
        ) : result ? (
          <Content result={result} show={tile.view?.show ?? "auto"} />
        ) : (
          shown?.problem == null && <div className="skeleton mt-1 h-[85%] min-h-14" />
        )}
        {shown?.problem && <Failed {...shown.problem} trying={shown.loading} onRetry={onRetry} />}
      </div>
      {result?.read_at && (
        <footer className="flex flex-wrap gap-x-2 px-4 pb-2 text-xs text-quiet">
          <span>{t("Read {{readAt}}", { readAt: formatTime(result.read_at) })}</span>
          {onUpdateView && isOutdated(tile, result) && (
            <button
              type="button"
              className="inline-flex min-h-6 items-center gap-1 text-accent underline print:hidden pointer-coarse:min-h-10"
              title={t("The query was changed since this view was set")}
              onClick={() => onUpdateView(result.query_version as number)}
            >
              {t("Update view")}
            </button>
          )}
          {result.unfiltered.length > 0 && (
            <span>{t("Not filtered by {{unfiltered}}", { unfiltered: result.unfiltered.join(", ") })}</span>
          )}
        </footer>
      )}
    </article>
  );
}

function isOutdated(tile: Tile, result: TileResult): boolean {
  return tile.query_version != null && (result.query_version ?? 0) > tile.query_version;
}

/** What the chart shows, in one sentence, where it says more than the title of the tile. */
function findingOf(result: TileResult | null, title: string | null | undefined): string {
  const told = (result?.chart?.title as { text?: string | string[] } | undefined)?.text;
  const text = Array.isArray(told) ? told.join(" ") : (told ?? "");
  const known = [title, result?.title].map((one) => one?.toLowerCase());
  return known.includes(text.toLowerCase()) ? "" : text;
}

/** What the chart says under its title: measure, unit, period. */
function subtitleOf(result: TileResult | null): string {
  const told = (result?.chart?.title as { subtitle?: string | string[] } | undefined)?.subtitle;
  const lines = Array.isArray(told) ? told.join(" ") : (told ?? "");
  const parts = lines.split(" · ").filter((part) => part.toLowerCase() !== result?.title.toLowerCase());
  return parts.join(" · ");
}

interface FailedProps {
  message: string;
  hint: string | null;
  trying: boolean;
  onRetry: () => void;
}

/** The button stays while it is tried, so that who pressed it by key is not thrown back to the start of the page. */
function Failed({ message, hint, trying, onRetry }: FailedProps) {
  const { t } = useTranslation();
  return (
    <div className="my-1 flex gap-2 rounded-control bg-bad-tint px-3 py-2 text-sm">
      <TriangleAlert size={15} aria-hidden className="mt-0.5 shrink-0 text-bad" />
      <div className="space-y-1.5">
        <p role="status">{trying ? t("Trying again") : `${message} ${hint ?? ""}`.trim()}</p>
        <button
          type="button"
          className="button-outline print:hidden aria-disabled:opacity-55"
          aria-disabled={trying}
          onClick={() => !trying && onRetry()}
        >
          <RotateCcw size={15} aria-hidden /> {t("Try again")}
        </button>
      </div>
    </div>
  );
}

function Content({ result, show }: { result: TileResult; show: string }) {
  if (result.chart !== null && show !== "table")
    return (
      <Suspense fallback={<div className="skeleton h-[85%]" />}>
        <VegaChart
          spec={result.chart}
          label={String(result.chart.description ?? result.title)}
          onFailed={() => undefined}
        />
      </Suspense>
    );
  return <Rows result={result} />;
}

function Rows({ result: { columns, rows, row_count, truncated } }: { result: TileResult }) {
  const { t } = useTranslation();
  const shown = shownColumns(columns ?? [], null);
  if (rows === null || rows.length === 0) return <p className="py-2 text-sm text-quiet">{t("No rows.")}</p>;
  const total = row_count ?? rows.length;
  return (
    <>
      <table className="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            {shown.map((column) => (
              <th
                key={column.name}
                scope="col"
                className={`sticky top-0 border-b border-line bg-raised py-1.5 pr-4 font-medium text-quiet last:pr-0 ${column.quantity ? "text-right" : "text-left"}`}
              >
                <bdi>{column.label}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row, at) => (
            <tr key={at}>
              {shown.map((column, place) => (
                <td
                  key={column.name}
                  className={`border-b border-line py-1.5 pr-4 last:pr-0 ${column.quantity ? "text-right tabular-nums" : ""}`}
                >
                  <bdi>{formatCell(row[place] ?? null, column)}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {(total > MOST_ROWS || truncated) && (
        <p className="py-1.5 text-xs text-quiet">
          {cutRows(Math.min(MOST_ROWS, rows.length), total, truncated === true)}
        </p>
      )}
    </>
  );
}

/** Plain lines; a line that begins with # is a heading. Nothing in it becomes markup. */
function Words({ text }: { text: string }) {
  return (
    <div className="space-y-1.5 py-1 text-base">
      {text.split(/\n+/).map((line, at) =>
        line.startsWith("#") ? (
          <p key={at} className="text-lg font-semibold">
            <bdi>{line.replace(/^#+\s*/, "")}</bdi>
          </p>
        ) : (
          <p key={at} className="text-pretty wrap-break-word">
            <bdi>{line}</bdi>
          </p>
        ),
      )}
    </div>
  );
}
