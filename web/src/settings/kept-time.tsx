import { useState } from "react";
import { counted } from "../format/cells";
import { Dialog } from "../ui/dialog";
import { type Choice, Select } from "../ui/select";
import { Setting } from "./setting";
import { useWorkspaceSettings } from "./workspace-settings";

const FOR_EVER = "for ever";
const DAYS = [7, 30, 90, 365];

/** How long conversations are kept; a shorter time is confirmed, since it deletes at once. */
export function KeptTime() {
  const { settings, change } = useWorkspaceSettings();
  const [asked, setAsked] = useState<number | null>(null);
  if (settings === null) return null;
  const { keep_days: now } = settings;
  const known = now === null || DAYS.includes(now) ? DAYS : [...DAYS, now].sort((one, other) => one - other);
  const choices: Choice<string>[] = [
    { value: FOR_EVER, label: "Until they are deleted" },
    ...known.map((days) => ({ value: String(days), label: counted(days, "day") })),
  ];
  return (
    <Setting
      label="Keep conversations"
      note="Counted from the last question in them. Data, saved queries and dashboards stay."
    >
      <Select
        label="Keep conversations"
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
        title={`Keep conversations for ${counted(asked ?? 0, "day")}?`}
        description="Older ones are deleted now, and from now on. This cannot be undone."
        width="max-w-md"
      >
        <div className="flex justify-end gap-2">
          <button type="button" className="button-outline" onClick={() => setAsked(null)}>
            Cancel
          </button>
          <button
            type="button"
            className="button-danger"
            onClick={() => {
              change.mutate({ keep_days: asked });
              setAsked(null);
            }}
          >
            Delete older ones
          </button>
        </div>
      </Dialog>
    </Setting>
  );
}
