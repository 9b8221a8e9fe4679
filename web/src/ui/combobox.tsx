import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "../words/words";
import type { Choice } from "./select";

interface Props<Value extends string> {
  label: string;
  value: Value | null;
  choices: readonly Choice<Value>[];
  onChange: (value: Value) => void;
  /** For choices that come from the server as one types. */
  onSearch?: (text: string) => void;
  placeholder?: string;
  className?: string;
}

/** One of many, found by typing a part of its name. */
export function Combobox<Value extends string>({
  label,
  value,
  choices,
  onChange,
  onSearch,
  placeholder,
  className = "field",
}: Props<Value>) {
  const { t } = useTranslation();
  const popups = useRef<HTMLDivElement>(null);
  const chosen = choices.find((choice) => choice.value === value) ?? null;
  return (
    <Base.Root
      items={choices}
      value={chosen}
      onValueChange={(next: Choice<Value> | null) => next !== null && onChange(next.value)}
      onInputValueChange={onSearch}
      itemToStringLabel={(choice: Choice<Value>) => choice.label}
    >
      <div className="relative">
        <Base.Input
          aria-label={label}
          placeholder={placeholder}
          className={`${className} block w-full pr-8`}
        />
        <Base.Trigger
          aria-label={t("Choices of {{label}}", { label })}
          className="absolute inset-y-0 right-0 flex w-8 items-center justify-center text-quiet"
        >
          <ChevronDown size={14} aria-hidden />
        </Base.Trigger>
      </div>
      <Base.Portal container={popups}>
        <Base.Positioner sideOffset={6} align="start" collisionPadding={12} className="z-30">
          <Base.Popup className="popup max-h-[min(20rem,var(--available-height))] min-w-(--anchor-width) overflow-y-auto p-1">
            <Base.Empty className="px-2 py-1.5 text-sm text-quiet empty:hidden">
              {t("Nothing fits")}
            </Base.Empty>
            <Base.List>
              {(choice: Choice<Value>) => (
                <Base.Item
                  key={choice.value}
                  value={choice}
                  disabled={choice.disabled}
                  className="menu-item py-1"
                >
                  <span className="min-w-0 flex-1">
                    <bdi className="block wrap-break-word">{choice.label}</bdi>
                    {choice.note && <span className="block text-xs text-quiet">{choice.note}</span>}
                  </span>
                  <Base.ItemIndicator>
                    <Check size={15} aria-hidden />
                  </Base.ItemIndicator>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
      <div ref={popups} />
    </Base.Root>
  );
}
