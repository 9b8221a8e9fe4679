import { Popover } from "@base-ui/react/popover";
import {
  ChartArea,
  ChartBar,
  ChartColumn,
  ChartLine,
  ChartPie,
  ChartScatter,
  Check,
  ChevronDown,
  Grid3x3,
  type LucideIcon,
  Map as MapIcon,
  RotateCcw,
  SlidersHorizontal,
} from "lucide-react";
import type { CategoryOrder, ChartAdjustment, Mark, Redrawn } from "../api/charts";
import type { Problem } from "../api/nouns";
import { Menu, MenuItem } from "../ui/menu";
import { Select } from "../ui/select";
import { t, useTranslation } from "../words/words";

interface Props {
  mark: string;
  wanted: ChartAdjustment;
  /** What can be had; null until it was asked for. */
  redrawn: Redrawn | null;
  problem: Problem | null;
  onOpen: () => void;
  onChange: (change: ChartAdjustment) => void;
  onReset: () => void;
}

const kindNames = (): { mark: Mark; label: string; Icon: LucideIcon }[] => [
  { mark: "bar", label: t("Bars"), Icon: ChartBar },
  { mark: "line", label: t("Line"), Icon: ChartLine },
  { mark: "area", label: t("Area"), Icon: ChartArea },
  { mark: "point", label: t("Points"), Icon: ChartScatter },
  { mark: "rect", label: t("Heat map"), Icon: Grid3x3 },
  { mark: "arc", label: t("Pie"), Icon: ChartPie },
  { mark: "histogram", label: t("Histogram"), Icon: ChartColumn },
  { mark: "box", label: t("Box plot"), Icon: ChartColumn },
  { mark: "map", label: t("Map"), Icon: MapIcon },
];

export function ChartTools(props: Props) {
  const { t } = useTranslation();
  const { mark, wanted, redrawn, onOpen, onChange, onReset, problem } = props;
  const now = kindNames().find((kind) => kind.mark === mark);
  const isChanged = Object.values(wanted).some((value) => value !== undefined && value !== false);
  return (
    <div className="mb-2 flex flex-wrap items-center justify-end gap-1 sm:absolute sm:-top-1.5 sm:-right-2 sm:z-1 sm:mb-0 print:hidden">
      {problem && <span className="text-sm text-bad">{problem.message}</span>}
      {isChanged && (
        <button type="button" className="button-quiet" onClick={onReset}>
          <RotateCcw size={14} aria-hidden /> {t("Reset")}
        </button>
      )}
      <Menu
        trigger={
          <button type="button" className="button-quiet" onPointerEnter={onOpen} onFocus={onOpen}>
            {now && <now.Icon size={15} aria-hidden />}
            <span className="sr-only">{t("Chart type:")} </span>
            {now?.label ?? t("Chart")}
            <ChevronDown size={14} aria-hidden />
          </button>
        }
      >
        {kindNames().map(({ mark: kind, label, Icon }) => {
          const reason = redrawn?.marks[kind] ?? null;
          return (
            <MenuItem
              key={kind}
              Icon={kind === mark ? Check : Icon}
              disabled={redrawn === null || reason !== null}
              note={reason ?? undefined}
              onSelect={() => onChange({ mark: kind })}
            >
              {label}
            </MenuItem>
          );
        })}
      </Menu>
      <Popover.Root onOpenChange={onOpen}>
        <Popover.Trigger className="button-quiet">
          <SlidersHorizontal size={15} aria-hidden /> {t("Adjust")}
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner sideOffset={6} align="end" collisionPadding={12} className="z-20">
            <Popover.Popup className="popup w-76 p-4">
              <Popover.Title className="sr-only">{t("Adjust the chart")}</Popover.Title>
              <Adjustments wanted={wanted} redrawn={redrawn} onChange={onChange} />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </div>
  );
}

const orders = (): { value: CategoryOrder; label: string }[] => [
  { value: "largest", label: t("Largest first") },
  { value: "smallest", label: t("Smallest first") },
  { value: "name", label: t("By name") },
  { value: "given", label: t("As in the table") },
];

type TopChoice = "all" | "3" | "5" | "10" | "20";
const tops = (): { value: TopChoice; label: string }[] => [
  { value: "all", label: t("All") },
  { value: "3", label: t("Top 3 and Other") },
  { value: "5", label: t("Top 5 and Other") },
  { value: "10", label: t("Top 10 and Other") },
  { value: "20", label: t("Top 20 and Other") },
];

function Adjustments({ wanted, redrawn, onChange }: Pick<Props, "wanted" | "redrawn" | "onChange">) {
  const { t } = useTranslation();
  const why = redrawn?.refused;
  return (
    <div className="space-y-4 text-sm">
      <Row label={t("Sort")} reason={why?.sort ?? null}>
        <Select
          label={t("Sort")}
          value={wanted.sort ?? null}
          placeholder={t("As drawn")}
          choices={orders()}
          disabled={!why || why.sort !== null}
          onChange={(sort) => onChange({ sort })}
        />
      </Row>
      <Row label={t("Show")} reason={why?.top ?? null}>
        <Select
          label={t("Show")}
          value={wanted.top === undefined ? "all" : (String(wanted.top) as TopChoice)}
          choices={tops()}
          disabled={!why || why.top !== null}
          onChange={(top) => onChange({ top: top === "all" ? undefined : Number(top) })}
        />
      </Row>
      <Tick
        label={t("Logarithmic scale")}
        reason={why?.log ?? null}
        ready={why !== undefined}
        on={wanted.log ?? false}
        onChange={(log) => onChange({ log })}
      />
      <Tick
        label={t("Swap the axes")}
        reason={why?.swap ?? null}
        ready={why !== undefined}
        on={wanted.swap ?? false}
        onChange={(swap) => onChange({ swap })}
      />
    </div>
  );
}

function Row({
  label,
  reason,
  children,
}: {
  label: string;
  reason: string | null;
  children: React.ReactNode;
}) {
  return (
    <div>
      <div className="flex items-center justify-between gap-4">
        <span>{label}</span>
        <span className="w-44 [&>button]:w-full">{children}</span>
      </div>
      {reason && <p className="mt-1 text-xs text-quiet">{reason}</p>}
    </div>
  );
}

interface TickProps {
  label: string;
  reason: string | null;
  ready: boolean;
  on: boolean;
  onChange: (on: boolean) => void;
}

function Tick({ label, reason, ready, on, onChange }: TickProps) {
  const disabled = !ready || reason !== null;
  return (
    <div>
      <label className={`flex min-h-6 items-center gap-2 ${disabled ? "text-quiet" : ""}`}>
        <input
          type="checkbox"
          className="size-4 accent-(--color-accent)"
          checked={on && !disabled}
          disabled={disabled}
          onChange={(event) => onChange(event.target.checked)}
        />
        {label}
      </label>
      {reason && <p className="mt-1 text-xs text-quiet">{reason}</p>}
    </div>
  );
}
