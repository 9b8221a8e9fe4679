import type { ReactNode } from "react";
import { Writes } from "../shell/writes";

interface Props {
  title: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  /** The buttons change nothing on the server. */
  reads?: boolean;
  /** Reading width (768 px) unless `wide` (1,200 px). */
  wide?: boolean;
  children: ReactNode;
}

/** A page's column with its one `h1`; the column scrolls, the header stays. */
export function PageBody({ title, actions, reads = false, wide = false, children }: Props) {
  return (
    <div className="h-full overflow-x-hidden overflow-y-auto short:h-auto short:overflow-visible print:h-auto">
      <div className={`mx-auto w-full px-4 py-6 sm:px-5 ${wide ? "max-w-[1240px]" : "max-w-[808px]"}`}>
        <div className="mb-5 flex min-h-9 flex-wrap items-center gap-x-4 gap-y-2">
          <h1 className="min-w-0 grow text-xl font-semibold tracking-tight wrap-break-word">{title}</h1>
          {actions && (
            <div className="flex flex-wrap items-center gap-2">
              {reads ? actions : <Writes>{actions}</Writes>}
            </div>
          )}
        </div>
        {children}
      </div>
    </div>
  );
}
