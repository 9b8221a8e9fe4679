import { Popover } from "@base-ui/react/popover";
import { useQueries } from "@tanstack/react-query";
import { BadgeCheck, Check, ChevronDown, CircleHelp, Info } from "lucide-react";
import { useState } from "react";
import type { Assumption, Plan } from "../api/nouns";
import { type PlanCount, plans } from "../api/plans";
import { formatCell } from "../format/cells";
import { useTranslation } from "../words/words";
import { useCard } from "./card-actions";

interface Props {
  assumptions: Assumption[];
  /** The plan that was run with them. */
  plan: Plan | null;
  disabled: boolean;
  onChoose: (plan: Plan) => void;
}

export function Assumptions({ assumptions, ...shared }: Props) {
  const { t } = useTranslation();
  if (assumptions.length === 0) return null;
  return (
    <>
      <span className="text-sm text-quiet">{t("Assumed")}</span>
      {assumptions.map((assumption, at) => (
        <Chip key={`${at} ${assumption.topic}`} assumption={assumption} {...shared} />
      ))}
    </>
  );
}

interface ChipProps extends Omit<Props, "assumptions"> {
  assumption: Assumption;
}

function Chip({ assumption, plan, disabled, onChoose }: ChipProps) {
  const { t } = useTranslation();
  const { topic, why, alternatives } = assumption;
  const [open, setOpen] = useState(false);
  const chosen = readable(assumption.chosen);
  const Icon = alternatives.length > 0 ? ChevronDown : Info;
  const isDefined = assumption.basis === "defined";
  const Basis = isDefined ? BadgeCheck : CircleHelp;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="chip" disabled={disabled}>
        <span className="text-quiet">{capital(topic)}:</span>
        <bdi>{chosen}</bdi>
        <span
          className={`inline-flex items-center gap-1 text-xs ${isDefined ? "text-good" : "text-warning"}`}
        >
          <Basis size={13} aria-hidden /> {isDefined ? t("defined") : t("guessed")}
        </span>
        <Icon size={14} aria-hidden className="text-quiet" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" collisionPadding={12} className="z-20">
          <Popover.Popup className="popup w-88 p-3">
            <Popover.Title className="text-sm font-semibold">
              {capital(topic)}: <bdi>{chosen}</bdi>
            </Popover.Title>
            <Popover.Description className="mt-1 text-sm text-quiet">
              {why} {isDefined ? t("The data model defines it.") : t("It was guessed.")}
            </Popover.Description>
            {alternatives.length > 0 && (
              <Choices
                choices={[{ label: chosen, plan }, ...alternatives]}
                onChoose={(alternative) => {
                  setOpen(false);
                  onChoose(alternative);
                }}
              />
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface ChoicesProps {
  /** The first is the one that was taken. */
  choices: { label: string; plan: Plan | null }[];
  onChoose: (plan: Plan) => void;
}

/** Each with the rows that it leads to, counted when the choices are looked at. */
function Choices({ choices, onChoose }: ChoicesProps) {
  const { workspace } = useCard();
  const counts = useQueries({
    queries: choices.map(({ plan }) => ({
      queryKey: ["plan count", workspace, plan],
      queryFn: ({ signal }: { signal: AbortSignal }) => plans.count(workspace, plan as Plan, signal),
      enabled: plan !== null,
      staleTime: 60_000,
      retry: false,
    })),
  });
  return (
    <ul className="-mx-1 mt-2 border-t border-line pt-2">
      {choices.map(({ label, plan }, at) => (
        <li key={label} className="flex">
          {at === 0 || plan === null ? (
            <span className="flex min-h-8 w-full items-center gap-2 px-2 text-sm">
              <Check size={15} aria-hidden className="shrink-0 text-accent" />
              <bdi className="min-w-0 flex-1 font-medium wrap-anywhere">{label}</bdi>
              <Count count={counts[at]?.data} />
            </span>
          ) : (
            <button
              type="button"
              className="pressable flex min-h-8 w-full items-center gap-2 rounded-control py-1 pr-2 pl-[31px] text-left text-sm hover:bg-hover pointer-coarse:min-h-10"
              onClick={() => onChoose(plan)}
            >
              <bdi className="min-w-0 flex-1 wrap-anywhere">{readable(label)}</bdi>
              <Count count={counts[at]?.data} />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Count({ count }: { count: PlanCount | null | undefined }) {
  const { t } = useTranslation();
  return (
    <span className="shrink-0 text-xs text-quiet tabular-nums">
      {!count && "\u2007"}
      {count?.of === "row" && t("{{count}} rows", { count: count.rows })}
      {count?.of === "group" && t("{{count}} groups", { count: count.rows })}
    </span>
  );
}

function readable(text: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  return isDay ? formatCell(text, { type: "date", unit: null, grain: null, quantity: false }) : text;
}

export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
