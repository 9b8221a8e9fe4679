import { ChevronDown, X } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Popover } from "../ui/popover";
import { useTranslation } from "../words/words";

interface Props {
  text: string;
  /** What the chip is of, for those who do not see the row it stands in. */
  kind: string;
  editor: (close: () => void) => ReactNode;
  onRemove?: () => void;
  onMove?: (by: number) => void;
  invalid?: boolean;
  disabled?: boolean;
}

/** A part of the query: pressing it opens its editor, the cross removes it, Alt with an arrow moves it. */
export function Chip({ text, kind, editor, onRemove, onMove, invalid = false, disabled = false }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <span
      className={`inline-flex max-w-full items-stretch rounded-full border ${invalid ? "border-bad bg-bad-tint" : "border-line bg-panel"}`}
    >
      <Popover
        title={kind}
        open={open}
        onOpenChange={setOpen}
        className="w-88 p-3"
        trigger={
          <button
            type="button"
            disabled={disabled}
            className={`pressable flex min-h-6.5 min-w-0 items-center gap-1 pl-3 text-left text-sm hover:bg-hover pointer-coarse:min-h-10 ${onRemove ? "rounded-l-full pr-1.5" : "rounded-full pr-2.5"}`}
            onKeyDown={(event) => {
              const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
              if (by !== undefined && event.altKey && onMove) {
                event.preventDefault();
                onMove(by);
              } else if ((event.key === "Delete" || event.key === "Backspace") && onRemove) {
                event.preventDefault();
                removeFrom(event.currentTarget, onRemove);
              }
            }}
          >
            <span className="sr-only">{kind}: </span>
            <bdi className="min-w-0 wrap-anywhere">{text}</bdi>
            <ChevronDown size={13} aria-hidden className="shrink-0 text-quiet" />
          </button>
        }
      >
        <div className="mt-2">{editor(() => setOpen(false))}</div>
      </Popover>
      {onRemove && (
        <button
          type="button"
          aria-label={t("Remove {{kind}} {{text}}", { kind: kind.toLowerCase(), text })}
          className="pressable flex w-7 items-center justify-center rounded-r-full border-l border-line text-quiet hover:bg-hover hover:text-ink pointer-coarse:w-10"
          onClick={(event) => removeFrom(event.currentTarget, onRemove)}
        >
          <X size={13} aria-hidden />
        </button>
      )}
    </span>
  );
}

/** Focus goes to what adds a part to the same row. */
function removeFrom(button: HTMLElement, remove: () => void): void {
  const row = button.closest("[data-row]");
  remove();
  row?.querySelector<HTMLElement>("[data-add]")?.focus();
}

interface AddProps {
  label: string;
  children: ReactNode;
  editor: (close: () => void) => ReactNode;
  disabled?: boolean;
}

export function Add({ label, children, editor, disabled = false }: AddProps) {
  const [open, setOpen] = useState(false);
  const key = useRef(0);
  return (
    <Popover
      title={label}
      open={open}
      onOpenChange={(next) => {
        if (next) key.current++;
        setOpen(next);
      }}
      className="w-88 p-3"
      trigger={
        <button
          type="button"
          data-add
          aria-label={label}
          disabled={disabled}
          className="pressable inline-flex min-h-7 items-center gap-1 rounded-full border border-dashed border-control px-2.5 text-sm text-quiet hover:bg-hover hover:text-ink disabled:opacity-60 pointer-coarse:min-h-10"
        >
          {children}
        </button>
      }
    >
      <div key={key.current} className="mt-2">
        {editor(() => setOpen(false))}
      </div>
    </Popover>
  );
}
