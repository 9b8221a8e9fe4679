import { Popover } from "@base-ui/react/popover";
import { Check, ChevronDown, Info } from "lucide-react";
import type { Assumption, Plan } from "../api/nouns";
import { formatCell } from "../format/cells";

interface Props {
  assumptions: Assumption[];
  disabled: boolean;
  onChoose: (plan: Plan) => void;
}

export function Assumptions({ assumptions, disabled, onChoose }: Props) {
  if (assumptions.length === 0) return null;
  return (
    <>
      <span className="text-sm text-quiet">Assumed</span>
      {assumptions.map((assumption, at) => (
        <Chip
          key={`${at} ${assumption.topic}`}
          assumption={assumption}
          disabled={disabled}
          onChoose={onChoose}
        />
      ))}
    </>
  );
}

function Chip({
  assumption,
  disabled,
  onChoose,
}: Pick<Props, "disabled" | "onChoose"> & { assumption: Assumption }) {
  const { topic, why, alternatives } = assumption;
  const chosen = readable(assumption.chosen);
  const Icon = alternatives.length > 0 ? ChevronDown : Info;
  return (
    <Popover.Root>
      <Popover.Trigger className="chip" disabled={disabled}>
        <span className="text-quiet">{capital(topic)}:</span>
        <bdi>{chosen}</bdi>
        <Icon size={14} aria-hidden className="text-quiet" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" className="z-20">
          <Popover.Popup className="popup w-80 p-3">
            <Popover.Title className="text-sm font-semibold">
              {capital(topic)}: <bdi>{chosen}</bdi>
            </Popover.Title>
            <Popover.Description className="mt-1 text-sm text-quiet">{why}</Popover.Description>
            {alternatives.length > 0 && (
              <ul className="-mx-1 mt-2 border-t border-line pt-2">
                <li className="flex min-h-8 items-center gap-2 px-2 text-sm">
                  <Check size={15} aria-hidden className="text-accent" />
                  <bdi className="font-medium">{chosen}</bdi>
                </li>
                {alternatives.map((alternative) => (
                  <li key={alternative.label}>
                    <Popover.Close
                      className="pressable flex min-h-8 w-full items-center rounded-control py-1 pr-2 pl-[31px] text-left text-sm hover:bg-hover pointer-coarse:min-h-10"
                      onClick={() => onChoose(alternative.plan)}
                    >
                      <bdi>{readable(alternative.label)}</bdi>
                    </Popover.Close>
                  </li>
                ))}
              </ul>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function readable(text: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  return isDay ? formatCell(text, { type: "date", unit: null, grain: null, quantity: false }) : text;
}

export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
