import { Tooltip } from "@base-ui/react/tooltip";
import type { Figure, Sentence } from "../api/nouns";
import { formatCell, formatNumber } from "../format/cells";
import { shownColumns } from "../format/columns";
import { t } from "../words/words";
import type { RunView } from "./run-view";

interface Props {
  sentence: Sentence;
  view: RunView;
  onFigure: (figure: Figure) => void;
}

/** Each figure is a button that tells its cell or fact, and leads to it; brackets and commas stay on its line. */
export function SentenceText({ sentence, view, onFigure }: Props) {
  if (sentence.text.includes("```")) return <Fenced text={sentence.text} />;
  const characters = Array.from(sentence.text);
  const piece = (start: number, end?: number) => characters.slice(start, end).join("");
  const parts = [];
  let at = 0;
  for (const figure of sentence.figures.toSorted((one, other) => one.start - other.start)) {
    if (figure.start < at) continue;
    const [words, opening] = splitAt(piece(at, figure.start), /\S*$/);
    const [closing] = piece(figure.end).match(/^[^\s\p{L}\p{N}]*/u) ?? [""];
    const text = piece(figure.start, figure.end);
    const stays = opening.length + text.length + closing.length <= LONGEST_UNBROKEN;
    parts.push(<span key={at}>{words}</span>);
    parts.push(
      <span key={`figure ${figure.start}`} className={stays ? "whitespace-nowrap" : undefined}>
        {opening}
        <Tooltip.Root>
          <Tooltip.Trigger className="figure" onClick={() => onFigure(figure)}>
            {text}
          </Tooltip.Trigger>
          <Tooltip.Portal>
            <Tooltip.Positioner sideOffset={6} className="z-20">
              <Tooltip.Popup className="popup max-w-72 px-2.5 py-1.5 text-sm">
                {basis(figure, view)}
              </Tooltip.Popup>
            </Tooltip.Positioner>
          </Tooltip.Portal>
        </Tooltip.Root>
        {closing}
      </span>,
    );
    at = figure.end + Array.from(closing).length;
  }
  parts.push(<span key="rest">{piece(at)}</span>);
  return <>{parts} </>;
}

const LONGEST_UNBROKEN = 26;

/** What comes before the match, and the match. */
function splitAt(text: string, pattern: RegExp): [string, string] {
  const place = text.search(pattern);
  return [text.slice(0, place), text.slice(place)];
}

/** SQL between fences stands in lines of its own. */
function Fenced({ text }: { text: string }) {
  return text.split(/```(?:sql)?/).map((part, at) =>
    at % 2 === 1 ? (
      <code
        key={at}
        className="my-2 block overflow-x-auto rounded-control border border-line bg-panel p-3 font-mono text-sm whitespace-pre"
      >
        {part.trim()}
      </code>
    ) : (
      <span key={at}>{part}</span>
    ),
  );
}

function basis(figure: Figure, view: RunView): string {
  const fact = figure.fact === null ? undefined : view.facts[figure.fact];
  if (fact !== undefined) {
    const value =
      typeof fact.value === "number" || typeof fact.value === "string"
        ? formatNumber(fact.value, { type: "decimal", unit: fact.unit, grain: null, quantity: true })
        : "";
    return [`${fact.label}: ${value}`, fact.derivation].filter(Boolean).join(" · ");
  }
  if (figure.cell !== null && view.table !== null) {
    const columns = shownColumns(view.table.columns, view.plan);
    const column = columns.find(({ name }) => name === figure.cell?.column);
    const at = columns.findIndex(({ name }) => name === figure.cell?.column);
    const cell = view.table.rows[figure.cell.row]?.[at] ?? null;
    if (column)
      return t("Row {{row}}, {{label}}: {{cell}}", {
        row: figure.cell.row + 1,
        label: column.label,
        cell: formatCell(cell, column),
      });
  }
  return t("From the question");
}
