import { Link } from "@tanstack/react-router";
import { BadgeCheck } from "lucide-react";
import type { Receipt } from "../api/nouns";
import { formatDay } from "../format/cells";
import { Trans } from "../words/trans";

/** Who vouches for the query that answered; leads to it. */
export function VerifiedBy({ name, by, at }: NonNullable<Receipt["verified"]>) {
  return (
    <Link
      to="/query/$id"
      params={{ id: name }}
      className="button-quiet -ml-2 text-good hover:text-good hover:underline"
    >
      <BadgeCheck size={15} aria-hidden className="shrink-0" />
      <span className="min-w-0 wrap-anywhere">
        <Trans
          i18nKey="Verified by <name/>, {{day}}"
          values={{ day: formatDay(at) }}
          components={{ name: <bdi>{by}</bdi> }}
        />
      </span>
    </Link>
  );
}
