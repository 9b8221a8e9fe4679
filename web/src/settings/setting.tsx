import type { ReactNode } from "react";

/** A line of a card: what is set, why, and the control that sets it. */
export function Setting({ label, note, children }: { label: string; note?: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-48">
        <p className="text-base">{label}</p>
        {note && <p className="text-sm text-quiet">{note}</p>}
      </div>
      <div className="w-56 max-w-full [&>*]:w-full">{children}</div>
    </div>
  );
}
