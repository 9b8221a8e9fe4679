import { BadgeCheck, Bookmark, PencilLine, TriangleAlert } from "lucide-react";
import type { SavedQuery } from "../api/saved";
import { formatDay } from "../format/cells";

/** An icon and a word; who vouched for it, or what it cannot run for. */
export function StatusFlag({ query: { status, verified, last } }: { query: SavedQuery }) {
  const flag = "inline-flex items-center gap-1.5 whitespace-nowrap";
  if (status === "verified")
    return (
      <>
        <span className={`${flag} text-good`}>
          <BadgeCheck size={15} aria-hidden className="shrink-0" /> Verified
        </span>
        {verified && (
          <span className="block text-quiet">
            by <bdi>{verified.by}</bdi>, {formatDay(verified.at)}
          </span>
        )}
      </>
    );
  if (status === "edited")
    return (
      <>
        <span className={`${flag} text-warning`}>
          <PencilLine size={15} aria-hidden className="shrink-0" /> Edited
        </span>
        <span className="block text-quiet">since it was verified</span>
      </>
    );
  if (status === "broken")
    return (
      <>
        <span className={`${flag} text-bad`}>
          <TriangleAlert size={15} aria-hidden className="shrink-0" /> Broken
        </span>
        <span className="block text-quiet wrap-break-word">
          {last?.problem ?? "It does not fit the data any more."}
        </span>
      </>
    );
  return (
    <span className={`${flag} text-quiet`}>
      <Bookmark size={15} aria-hidden className="shrink-0" /> Saved
    </span>
  );
}
