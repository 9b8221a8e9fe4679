import { type ReactNode, useState } from "react";
import type { WordReading } from "../api/nouns";
import type { ClauseName } from "../sql/clauses";
import { t, useTranslation } from "../words/words";
import { joinSentence } from "./receipt";
import type { RunView } from "./run-view";
import { SqlView } from "./sql-view";

interface Sentence {
  text: string;
  /** The part of the SQL that does it. */
  clause?: ClauseName;
}

/** How the question was understood and answered, in numbered sentences, each with the part of the SQL that does it. */
export function How({ view }: { view: RunView }) {
  const [pointed, setPointed] = useState<ClauseName | null>(null);
  const [kept, setKept] = useState<ClauseName | null>(null);
  const said = view.reading.filter(({ role }) => role !== "filler");
  const sentences = [...understood(view), ...computed(view), ...checked(view)];
  const linked = view.sql !== null && sentences.some(({ clause }) => clause !== undefined);
  return (
    <div className="space-y-4 text-base">
      {said.length > 0 && <Words reading={said} />}
      <ol className="max-w-[70ch] list-decimal space-y-1.5 pl-5 marker:text-quiet">
        {sentences.map(({ text, clause }, at) => (
          <li key={at}>
            <bdi>{text}</bdi>{" "}
            {linked && clause !== undefined && (
              <Link
                pressed={kept === clause}
                onPress={() => setKept(kept === clause ? null : clause)}
                onPoint={(on) => setPointed(on ? clause : null)}
              >
                {clause}
              </Link>
            )}
          </li>
        ))}
      </ol>
      {linked && view.sql !== null && <SqlView sql={view.sql} marked={pointed ?? kept} />}
    </div>
  );
}

interface LinkProps {
  pressed: boolean;
  onPress: () => void;
  onPoint: (on: boolean) => void;
  children: ReactNode;
}

function Link({ pressed, onPress, onPoint, children }: LinkProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      aria-pressed={pressed}
      aria-label={t("Show {{children}} in the SQL", { children })}
      className="pressable inline-flex min-h-6 items-center rounded-control border border-line px-1.5 align-baseline font-mono text-xs text-quiet hover:border-control hover:text-ink aria-pressed:border-accent aria-pressed:text-accent pointer-coarse:min-h-10 print:hidden"
      onClick={onPress}
      onPointerEnter={() => onPoint(true)}
      onPointerLeave={() => onPoint(false)}
      onFocus={() => onPoint(true)}
      onBlur={() => onPoint(false)}
    >
      {children}
    </button>
  );
}

function Words({ reading }: { reading: WordReading[] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
      {reading.map(({ words, start, meaning }) => (
        <div key={start} className="contents">
          <dt className="text-quiet">
            “<bdi>{words}</bdi>”
          </dt>
          <dd className="min-w-0 wrap-break-word">
            <bdi>{meaning}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function understood(view: RunView): Sentence[] {
  const read = view.readAs === null ? [] : [{ text: t("Read as: {{readAs}}.", { readAs: view.readAs }) }];
  const assumed = view.assumptions.map(({ topic, chosen, why }) => ({
    text: t("Assumed {{topic}}: {{chosen}}. {{why}}", { topic, chosen, why }),
  }));
  return [...read, ...assumed];
}

/** In the order in which a reader of SQL would tell it. */
function computed({ words, receipt }: RunView): Sentence[] {
  const counts = new Map(receipt?.filters.map(({ label, rows }) => [label, rows]));
  const kept = (label: string) => {
    const rows = counts.get(label);
    return rows === undefined
      ? t("Kept {{label}}.", { label })
      : t("Kept {{label}}: {{count}} rows.", { label, count: rows });
  };
  const joins = (receipt?.joins ?? []).map((join) =>
    told(t("Joined {{join}}.", { join: joinSentence(join) }), "JOIN"),
  );
  if (words === null)
    return [...joins, ...(receipt?.filters ?? []).map(({ label }) => told(kept(label), "WHERE"))];
  const limit = words.top_per_group ?? words.limit;
  return [
    told(t("Took the rows of {{entity}}.", { entity: words.entity }), "FROM"),
    ...joins,
    ...words.filters.map((label) => told(kept(label), "WHERE")),
    ...words.dimensions.map((label) => told(t("Grouped by {{label}}.", { label }), "GROUP BY")),
    ...words.measures.map((label) => told(t("Computed {{label}}.", { label }), "SELECT")),
    ...words.comparisons.map((label) => told(t("Compared: {{label}}.", { label }), "SELECT")),
    ...(words.fields.length > 0
      ? [told(t("Listed {{fields}}.", { fields: words.fields.join(", ") }), "SELECT")]
      : []),
    ...words.having.map((label) => told(t("Kept groups with {{label}}.", { label }), "HAVING")),
    ...words.order.map((label) => told(t("Sorted by {{label}}.", { label }), "ORDER BY")),
    ...(limit === null
      ? []
      : [told(t("Kept {{limit}}.", { limit }), words.top_per_group === null ? "LIMIT" : "QUALIFY")]),
  ];
}

function told(text: string, clause: ClauseName): Sentence {
  return { text, clause };
}

function checked({ receipt }: RunView): Sentence[] {
  return (receipt?.checks ?? []).map((check) => ({ text: t("Checked: {{check}}.", { check }) }));
}
