import { Check, Search } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { t, useTranslation } from "../words/words";

export interface ListItem {
  id: string;
  label: string;
  note?: string;
  /** Heading over the picks of one kind; those of a kind stand together. */
  group?: string;
  icon?: ReactNode;
  /** More words to be found by. */
  words?: string;
}

interface Props {
  label: string;
  picks: ListItem[];
  onPick: (pick: ListItem) => void;
  /** Ids that are chosen; a pick of several stays open. */
  chosen?: string[];
  placeholder?: string;
  /** Picks come from the server as one types; they are not filtered here. */
  onSearch?: (text: string) => void;
  loading?: boolean;
  empty?: string;
}

const MOST = 60;

/** A field to type in over a list to choose from; arrows move, Enter picks. Of many, the first that fit are shown. */
export function PickList({
  label,
  picks,
  onPick,
  chosen = [],
  placeholder = t("Search"),
  onSearch,
  loading = false,
  empty = t("Nothing fits"),
}: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const found = useMemo(() => (onSearch ? picks : matching(picks, typed)), [picks, typed, onSearch]);
  const shown = found.slice(0, MOST);
  const at = Math.min(active, shown.length - 1);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    list.current?.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" });
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActive(Math.max(0, Math.min(shown.length - 1, at + step)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      const pick = shown[at];
      if (pick !== undefined) onPick(pick);
    }
  };
  return (
    <div>
      <div className="relative">
        <Search size={14} aria-hidden className="absolute top-1/2 left-2.5 -translate-y-1/2 text-quiet" />
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={shown[at] ? `${id}-${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          className="field w-full pl-8"
          placeholder={placeholder}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
            onSearch?.(event.target.value);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        aria-multiselectable={chosen.length > 0 || undefined}
        className="mt-2 max-h-60 overflow-y-auto"
        tabIndex={-1}
      >
        {shown.map((pick, place) => (
          <Row
            key={pick.id}
            id={`${id}-${place}`}
            pick={pick}
            heading={pick.group !== shown[place - 1]?.group ? pick.group : undefined}
            active={place === at}
            chosen={chosen.includes(pick.id)}
            onPick={() => onPick(pick)}
            onOver={() => setActive(place)}
          />
        ))}
      </div>
      {shown.length === 0 && (
        <p className="px-2 py-1.5 text-sm text-quiet">{loading ? t("Looking …") : empty}</p>
      )}
      {found.length > MOST && (
        <p className="border-t border-line px-2 pt-1.5 text-xs text-quiet">
          {t("{{found}} more; type to find them", { found: found.length - MOST })}
        </p>
      )}
    </div>
  );
}

interface RowProps {
  id: string;
  pick: ListItem;
  heading: string | undefined;
  active: boolean;
  chosen: boolean;
  onPick: () => void;
  onOver: () => void;
}

function Row({ id, pick, heading, active, chosen, onPick, onOver }: RowProps) {
  return (
    <>
      {heading !== undefined && (
        <div role="presentation" className="px-2 pt-2 pb-1 text-xs font-medium text-quiet">
          <bdi>{heading}</bdi>
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys */}
      <div
        id={id}
        role="option"
        aria-selected={chosen}
        tabIndex={-1}
        data-active={active || undefined}
        onClick={onPick}
        onPointerMove={active ? undefined : onOver}
        className="flex min-h-8 items-center gap-2 rounded-control px-2 py-1 text-sm data-active:bg-hover pointer-coarse:min-h-10"
      >
        {pick.icon && <span className="w-4 shrink-0 text-quiet">{pick.icon}</span>}
        <bdi className="min-w-0 flex-1 wrap-break-word">{pick.label}</bdi>
        {pick.note && <span className="shrink-0 text-xs text-quiet">{pick.note}</span>}
        {chosen && <Check size={14} aria-hidden className="shrink-0 text-accent" />}
      </div>
    </>
  );
}

/** All words typed are in it; what begins with them first. */
export function matching(picks: ListItem[], typed: string): ListItem[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return picks;
  const found = picks.filter(({ label, group, words: more }) => {
    const text = `${label} ${group ?? ""} ${more ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const first = words[0] ?? "";
  const begins = found.filter(({ label }) => label.toLowerCase().startsWith(first));
  const groups = new Set(begins.map(({ group }) => group));
  return groups.size > 1 ? found : [...begins, ...found.filter((pick) => !begins.includes(pick))];
}
