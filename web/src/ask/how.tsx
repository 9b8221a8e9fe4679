import type { WordReading } from "../api/nouns";
import { counted } from "../format/cells";
import { joinSentence } from "./receipt";
import type { RunView } from "./run-view";

/** How the question was understood and answered, in numbered sentences. */
export function How({ view }: { view: RunView }) {
  const said = view.reading.filter(({ role }) => role !== "filler");
  return (
    <div className="space-y-4 text-base">
      {said.length > 0 && <Words reading={said} />}
      <ol className="max-w-[70ch] list-decimal space-y-1.5 pl-5 marker:text-quiet">
        {sentences(view).map((sentence) => (
          <li key={sentence}>
            <bdi>{sentence}</bdi>
          </li>
        ))}
      </ol>
    </div>
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

function sentences(view: RunView): string[] {
  const { receipt } = view;
  const read = view.readAs === null ? [] : [`Read as: ${view.readAs}.`];
  const assumed = view.assumptions.map(({ topic, chosen, why }) => `Assumed ${topic}: ${chosen}. ${why}`);
  const joins = receipt?.joins.map((join) => `Joined ${joinSentence(join)}.`) ?? [];
  const filters = receipt?.filters.map(({ label, rows }) => `Kept ${label}: ${counted(rows, "row")}.`) ?? [];
  const steps = view.steps
    .filter(({ decided, step }) => decided !== null && decided !== "done" && step !== "understanding")
    .map(({ title, decided }) => `${title}: ${decided}.`);
  return [
    ...read,
    ...assumed,
    ...joins,
    ...filters,
    ...steps,
    ...(receipt?.checks.map((check) => `Checked: ${check}.`) ?? []),
  ];
}
