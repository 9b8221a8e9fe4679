import { RefreshCw } from "lucide-react";
import type { DataSince } from "../api/tables";
import { formatSince } from "../format/cells";
import { t, useTranslation } from "../words/words";

interface Props {
  since: DataSince | null;
  busy?: boolean;
  onAgain: () => void;
}

/** Says that data changed since it was read, and reads it again. */
export function StaleNote({ since, busy = false, onAgain }: Props) {
  const { t } = useTranslation();
  if (since === null) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-warning-tint px-4 py-2 text-sm text-warning sm:px-5 print:hidden"
    >
      <RefreshCw size={15} aria-hidden className="shrink-0" />
      <p className="min-w-0 flex-1 basis-48">
        <bdi>{sentences(since).join(" ")}</bdi>
      </p>
      {since.changed.length > 0 && (
        <button type="button" className="button-outline min-h-8" disabled={busy} onClick={onAgain}>
          {t("Re-run")}
        </button>
      )}
    </div>
  );
}

function sentences({ changed, at, gone }: DataSince): string[] {
  const names = changed.map(({ name, version }) =>
    at === null ? t("{{name}} is at version {{version}} again", { name, version }) : name,
  );
  return [
    ...(at === null
      ? names.map((name) => `${name}.`)
      : [t("Data updated {{at}}: {{names}}", { at: formatSince(at), names: names.join(", ") })]),
    ...(gone.length > 0 ? [t("Removed since: {{gone}}.", { gone: gone.join(", ") })] : []),
  ];
}
