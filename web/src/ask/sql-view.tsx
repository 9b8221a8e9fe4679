import { useMemo } from "react";
import { type ClauseName, clauseNamed } from "../sql/clauses";
import { laidOut, type Token } from "../sql/tokens";
import { CopyButton } from "../ui/copy-button";
import { useTranslation } from "../words/words";

const COLOUR: Record<Token["kind"], string> = {
  keyword: "text-accent font-medium",
  text: "text-good",
  number: "text-warning",
  comment: "text-quiet italic",
  plain: "",
};

interface Props {
  sql: string;
  /** The clause that is pointed at. */
  marked?: ClauseName | null;
}

export function SqlView({ sql, marked = null }: Props) {
  const { t } = useTranslation();
  const pieces = useMemo(() => laidOut(sql), [sql]);
  const clauses = useMemo(() => (marked === null ? [] : clauseNamed(pieces, marked)), [pieces, marked]);
  const isMarked = (at: number) => clauses.some(({ from, to }) => at >= from && at < endOf(pieces, from, to));
  return (
    <div className="relative">
      <section
        className="overflow-x-auto rounded-control border border-line bg-panel p-4 sm:pr-24"
        aria-label="SQL"
        tabIndex={0}
      >
        <pre className="font-mono text-sm leading-relaxed print:whitespace-pre-wrap">
          <code>
            {pieces.map((piece, at) => (
              <span
                key={at}
                data-marked={isMarked(at) || undefined}
                className={`${COLOUR[piece.kind]} data-marked:bg-tint data-marked:shadow-[0_2px_0_var(--color-accent)]`}
              >
                {piece.text}
              </span>
            ))}
          </code>
        </pre>
      </section>
      <div className="mt-1 rounded-control sm:absolute sm:top-2 sm:right-2 sm:mt-0 sm:bg-panel print:hidden">
        <CopyButton label={t("Copy")} text={() => sql} />
      </div>
    </div>
  );
}

/** Without the space that leads to the next clause. */
function endOf(pieces: readonly Token[], from: number, to: number): number {
  let end = to;
  while (end > from && pieces[end - 1]?.text.trim() === "") end--;
  return end;
}
