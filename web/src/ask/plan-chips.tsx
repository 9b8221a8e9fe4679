import { Plus } from "lucide-react";
import { lazy, Suspense } from "react";
import type { Plan } from "../api/nouns";
import type { PlanWords } from "../api/plans";
import { Add, Chip } from "../query/chip";
import { t, useTranslation } from "../words/words";
import { useCard } from "./card-actions";
import type { PartName } from "./plan-part-editor";
import type { Turn } from "./talk";

const PlanPartEditor = lazy(() => import("./plan-part-editor"));

interface Part {
  name: PartName;
  at: number;
  kind: string;
  text: string;
}

/** What was asked, part by part; each is changed in place, and the answer runs again without understanding anything. */
export function PlanChips({ turn }: { turn: Turn }) {
  const { t } = useTranslation();
  const { view } = turn;
  const { busy } = useCard();
  if (view.plan === null || view.words === null) return null;
  const editor = (name: PartName, at: number) => (close: () => void) => (
    <Suspense fallback={<div className="skeleton h-40" />}>
      <PlanPartEditor turn={turn} name={name} at={at} close={close} />
    </Suspense>
  );
  return (
    <>
      {partsIn(view.words, view.plan).map(({ name, at, kind, text }) => (
        <Chip key={`${name} ${at}`} kind={kind} text={text} editor={editor(name, at)} disabled={busy} />
      ))}
      <Add label={t("Add a filter")} disabled={busy} editor={editor("filter", view.words.filters.length)}>
        <Plus size={13} aria-hidden /> {t("Filter")}
      </Add>
      {view.plan.rows === null && (
        <Add label={t("Group by")} disabled={busy} editor={editor("group", view.words.dimensions.length)}>
          <Plus size={13} aria-hidden /> {t("Group")}
        </Add>
      )}
    </>
  );
}

/** Keys that only tell two things of one name apart are no part of what was asked. */
function partsIn(words: PlanWords, plan: Plan): Part[] {
  const all = (name: PartName, kind: string, texts: string[]) =>
    texts.map((text, at) => ({ name, at, kind, text }));
  const groups = words.dimensions.map((text) => t("by {{text}}", { text }));
  const limit = words.top_per_group ?? words.limit;
  return [
    ...all("measure", t("Measure"), words.measures),
    ...all("group", t("Group"), groups).filter(({ at }) => plan.dimensions[at]?.shown !== false),
    ...all("filter", t("Filter"), words.filters),
    ...all("sort", t("Sort"), words.order),
    ...(limit === null ? [] : all("limit", t("Limit"), [limit])),
  ];
}
