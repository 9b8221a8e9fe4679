import { useState } from "react";
import { Dialog } from "../ui/dialog";
import { type Choice, Select } from "../ui/select";
import { useTranslation } from "../words/words";
import { Setting } from "./setting";
import { useWorkspaceSettings } from "./workspace-settings";

const FOR_EVER = "for-ever";
const DAYS = [7, 30, 90, 365];

/** How long conversations are kept; a shorter time is confirmed, since it deletes at once. */
export function KeptTime() {
  const { t } = useTranslation();
  const { settings, change } = useWorkspaceSettings();
  const [asked, setAsked] = useState<number | null>(null);
  if (settings === null) return null;
  const { keep_days: now } = settings;
  const known = now === null || DAYS.includes(now) ? DAYS : [...DAYS, now].sort((one, other) => one - other);
  const choices: Choice<string>[] = [
    { value: FOR_EVER, label: t("Until they are deleted") },
    ...known.map((days) => ({ value: String(days), label: t("{{count}} days", { count: days }) })),
  ];
  return (
    <Setting
      label={t("Keep conversations")}
      note={t("Counted from the last question in them. Data, saved queries and dashboards stay.")}
    >
      <Select
        label={t("Keep conversations")}
        value={now === null ? FOR_EVER : String(now)}
        choices={choices}
        disabled={change.isPending}
        onChange={(next) => {
          if (next === FOR_EVER) change.mutate({ keep_days: null });
          else setAsked(Number(next));
        }}
      />
      <Dialog
        open={asked !== null}
        onOpenChange={() => setAsked(null)}
        title={t("Keep conversations for {{count}} days?", { count: asked ?? 0 })}
        description={t("Older ones are deleted now, and from now on. This cannot be undone.")}
        width="max-w-md"
      >
        <div className="flex justify-end gap-2">
          <button type="button" className="button-outline" onClick={() => setAsked(null)}>
            {t("Cancel")}
          </button>
          <button
            type="button"
            className="button-danger"
            onClick={() => {
              change.mutate({ keep_days: asked });
              setAsked(null);
            }}
          >
            {t("Delete older ones")}
          </button>
        </div>
      </Dialog>
    </Setting>
  );
}
