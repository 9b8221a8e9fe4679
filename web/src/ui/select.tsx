import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "../words/words";

export interface Choice<Value extends string> {
  value: Value;
  label: string;
  note?: string;
  disabled?: boolean;
}

interface Props<Value extends string> {
  /** Read out where no visible label is tied to it by `id`. */
  label?: string;
  id?: string;
  value: Value | null;
  choices: readonly Choice<Value>[];
  onChange: (value: Value) => void;
  placeholder?: string;
  disabled?: boolean;
  className?: string;
}

/** One of a few; for many to search in, use Combobox. */
export function Select<Value extends string>({
  label,
  id,
  value,
  choices,
  onChange,
  placeholder,
  disabled,
  className = "field",
}: Props<Value>) {
  const { t } = useTranslation();
  const popups = useRef<HTMLDivElement>(null);
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => next !== null && onChange(next)}
      items={choices}
      disabled={disabled}
    >
      <Base.Trigger
        id={id}
        aria-label={label}
        className={`${className} inline-flex items-center gap-2 text-left align-top`}
      >
        <span className="min-w-0 flex-1 truncate">
          <Base.Value>
            {(now: Value | null) =>
              choices.find((choice) => choice.value === now)?.label ?? placeholder ?? t("Choose")
            }
          </Base.Value>
        </span>
        <ChevronDown size={14} aria-hidden className="shrink-0 text-quiet" />
      </Base.Trigger>
      <Base.Portal container={popups}>
        <Base.Positioner
          sideOffset={6}
          align="start"
          alignItemWithTrigger={false}
          collisionPadding={12}
          className="z-20"
        >
          <Base.Popup className="popup max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto p-1">
            <Base.List>
              {choices.map((choice) => (
                <Base.Item
                  key={choice.value}
                  value={choice.value}
                  disabled={choice.disabled}
                  className="menu-item py-1 data-disabled:text-quiet"
                >
                  <span className="min-w-0 flex-1">
                    <Base.ItemText className="block">{choice.label}</Base.ItemText>
                    {choice.note && <span className="block text-xs text-quiet">{choice.note}</span>}
                  </span>
                  <Base.ItemIndicator>
                    <Check size={15} aria-hidden />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
      <div ref={popups} />
    </Base.Root>
  );
}
