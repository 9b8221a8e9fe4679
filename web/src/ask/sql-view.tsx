import { Fragment, useMemo } from "react";
import { laidOut, type Token } from "../sql/tokens";
import { CopyButton } from "../ui/copy-button";

const COLOUR: Record<Token["kind"], string> = {
  keyword: "text-accent font-medium",
  text: "text-good",
  number: "text-warning",
  comment: "text-quiet italic",
  plain: "",
};

export function SqlView({ sql }: { sql: string }) {
  const pieces = useMemo(() => laidOut(sql), [sql]);
  return (
    <div className="relative">
      <section
        className="overflow-x-auto rounded-control border border-line bg-panel p-4 sm:pr-24"
        aria-label="SQL"
        tabIndex={0}
      >
        <pre className="font-mono text-sm leading-relaxed print:whitespace-pre-wrap">
          <code>
            {pieces.map((piece, at) =>
              piece.kind === "plain" ? (
                <Fragment key={at}>{piece.text}</Fragment>
              ) : (
                <span key={at} className={COLOUR[piece.kind]}>
                  {piece.text}
                </span>
              ),
            )}
          </code>
        </pre>
      </section>
      <div className="mt-1 rounded-control sm:absolute sm:top-2 sm:right-2 sm:mt-0 sm:bg-panel print:hidden">
        <CopyButton label="Copy" text={() => sql} />
      </div>
    </div>
  );
}
