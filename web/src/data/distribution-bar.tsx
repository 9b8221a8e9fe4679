import type { ColumnProfile, Distribution } from "../api/data";
import { formatCell, formatCount, formatNumber, visible } from "../format/cells";
import { Trans } from "../words/trans";
import { t, useTranslation } from "../words/words";

interface Props {
  column: ColumnProfile;
  distribution: Distribution;
  sampled: number | null;
}

/** Bars for numbers and times; one bar in proportion to its most frequent values for the others. */
export function DistributionBar({ column, distribution, sampled }: Props) {
  const { t } = useTranslation();
  const note = sampled !== null && distribution.rows <= sampled && (
    <p className="mt-1 text-xs text-quiet">{t("of about {{sampled}} rows", { sampled })}</p>
  );
  switch (distribution.kind) {
    case "numbers":
      return (
        <div>
          <Histogram bars={distribution.bins.map((bin) => numberBar(bin, column))} />
          {note}
        </div>
      );
    case "times":
      return (
        <div>
          <Histogram bars={timeBars(distribution)} />
          {note}
        </div>
      );
    case "values":
      return (
        <div>
          <Proportions distribution={distribution} column={column} />
          {note}
        </div>
      );
    case "unique":
      return (
        <p className="text-sm text-quiet">
          <Trans
            i18nKey="Nearly each row has its own: <values/>"
            components={{
              values: (
                <bdi className="wrap-anywhere">
                  {distribution.values.map(([value]) => visible(String(value)).slice(0, 24)).join(", ")}
                </bdi>
              ),
            }}
          />
        </p>
      );
    case "none":
      return <p className="text-sm text-quiet">{t("Nothing to count")}</p>;
  }
}

interface Bar {
  label: string;
  rows: number;
  first: string;
  last: string;
}

const HEIGHT = 44;
const WIDTH = 264;

function Histogram({ bars }: { bars: Bar[] }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...bars.map(({ rows }) => rows));
  const width = WIDTH / Math.max(1, bars.length);
  const highest = bars.find(({ rows }) => rows === most);
  const said = highest
    ? t("Most rows, {{rows}}, in {{label}}", { rows: highest.rows, label: highest.label })
    : t("No rows");
  return (
    <div className="max-w-[264px]">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-11 w-full"
        role="img"
        aria-label={said}
      >
        {bars.map((bar, at) => {
          const height = bar.rows === 0 ? 0 : Math.max(1.5, (bar.rows / most) * (HEIGHT - 1));
          return (
            <g key={bar.label}>
              <rect
                x={at * width + 0.5}
                y={HEIGHT - height}
                width={Math.max(0.5, width - 1)}
                height={height}
                className="fill-accent"
              />
              <rect x={at * width} y={0} width={width} height={HEIGHT} className="fill-transparent">
                <title>{`${bar.label}: ${formatCount(bar.rows)}`}</title>
              </rect>
            </g>
          );
        })}
        <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className="stroke-line" />
      </svg>
      <div className="flex justify-between gap-2 pt-0.5 text-xs text-quiet tabular-nums" aria-hidden>
        <span className="truncate">{bars[0]?.first}</span>
        <span className="truncate">{bars.at(-1)?.last}</span>
      </div>
    </div>
  );
}

function numberBar({ start, end, rows }: Distribution["bins"][number], column: ColumnProfile): Bar {
  const write = (value: unknown) =>
    formatNumber(compact(Number(value)), {
      type: "float",
      unit: column.unit,
      grain: null,
      quantity: column.role === "measure",
    });
  return {
    label: t("{{start}} to {{end}}", { start: write(start), end: write(end) }),
    rows,
    first: write(start),
    last: write(end),
  };
}

function compact(value: number): number {
  return Number(value.toPrecision(8));
}

/** Periods without rows are told too: a gap is what one looks for. */
function timeBars({ bins, grain }: Distribution): Bar[] {
  const rows = new Map(bins.map((bin) => [String(bin.start), bin.rows]));
  const [first, last] = [bins[0]?.start, bins.at(-1)?.start];
  if (first === undefined || last === undefined || grain === null) return [];
  const bars: Bar[] = [];
  for (let day = String(first); day <= String(last) && bars.length < 400; day = following(day, grain)) {
    const label = periodName(day, grain);
    bars.push({ label, rows: rows.get(day) ?? 0, first: label, last: label });
  }
  return bars;
}

const MONTHS = { month: 1, quarter: 3, year: 12, decade: 120, century: 1200 };

export function following(day: string, grain: NonNullable<Distribution["grain"]>): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (grain === "day" || grain === "week") date.setUTCDate(date.getUTCDate() + (grain === "day" ? 1 : 7));
  else date.setUTCMonth(date.getUTCMonth() + MONTHS[grain]);
  return date.toISOString().slice(0, 10);
}

function periodName(day: string, grain: NonNullable<Distribution["grain"]>): string {
  if (grain === "decade") return `${day.slice(0, 4)}s`;
  if (grain === "century")
    return t("{{day}} to {{day2}}", { day: day.slice(0, 4), day2: Number(day.slice(0, 4)) + 99 });
  return formatCell(day, { type: "date", unit: null, grain, quantity: false });
}

const SHADES = [
  "bg-[light-dark(#1f5fbf,#7fb0ff)]",
  "bg-[light-dark(#4c80cd,#6797de)]",
  "bg-[light-dark(#7aa2db,#5080bf)]",
  "bg-[light-dark(#a1bfe6,#3d679e)]",
  "bg-[light-dark(#c3d6f0,#30517d)]",
  "bg-[light-dark(#dde8f7,#263e5e)]",
];

function Proportions({ distribution, column }: { distribution: Distribution; column: ColumnProfile }) {
  const { t } = useTranslation();
  const { values, others } = distribution;
  const whole = values.reduce((sum, [, rows]) => sum + rows, 0) + others;
  const name = (value: unknown) =>
    formatCell(value as never, { type: column.type, unit: null, grain: null, quantity: false }) ||
    t("(blank)");
  const share = (rows: number) => (whole === 0 ? 0 : (100 * rows) / whole);
  const percent = (rows: number) => (share(rows) < 1 ? "<1%" : `${Math.round(share(rows))}%`);
  const shown = values.slice(0, 3);
  const rest = values.slice(3).reduce((sum, [, rows]) => sum + rows, 0) + others;
  return (
    <div className="max-w-[264px]">
      <div className="flex h-3 overflow-hidden rounded-[3px] bg-hover" aria-hidden>
        {values.map(([value, rows], at) => (
          <span
            key={String(value)}
            title={`${name(value)}: ${formatCount(rows)}`}
            className={`h-full border-r border-ground last:border-r-0 ${SHADES[at] ?? "bg-hover"}`}
            style={{ width: `${share(rows)}%` }}
          />
        ))}
      </div>
      <ul className="mt-1 space-y-px text-xs">
        {shown.map(([value, rows], at) => (
          <li key={String(value)} className="flex items-center gap-1.5">
            <span aria-hidden className={`size-2 shrink-0 rounded-[2px] ${SHADES[at]}`} />
            <bdi className="min-w-0 flex-1 truncate">{name(value)}</bdi>
            <span className="text-quiet tabular-nums">{percent(rows)}</span>
          </li>
        ))}
        {rest > 0 && (
          <li className="flex items-center gap-1.5 text-quiet">
            <span aria-hidden className="size-2 shrink-0 rounded-[2px] bg-hover" />
            <span className="min-w-0 flex-1">{t("Other values")}</span>
            <span className="tabular-nums">{percent(rest)}</span>
          </li>
        )}
      </ul>
    </div>
  );
}
