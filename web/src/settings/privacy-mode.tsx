import { type Choice, Select } from "../ui/select";
import { Setting } from "./setting";
import { type Privacy, useWorkspaceSettings } from "./workspace-settings";

export const MODES: (Choice<Privacy> & { note: string })[] = [
  { value: "none", label: "None", note: "Nothing is ever sent" },
  { value: "schema", label: "Schema", note: "Names, types and relationships" },
  { value: "masked", label: "Masked", note: "Values behind placeholders" },
  { value: "samples", label: "Samples", note: "A few values of each column" },
];

/** What the language model may see of this workspace; wider modes than the server permits are not offered. */
export function PrivacyMode() {
  const { settings, change } = useWorkspaceSettings();
  if (settings === null || settings.privacy === null) return null;
  const permitted = MODES.filter(({ value }) => settings.privacy_modes.includes(value));
  const widest =
    permitted.length < MODES.length ? ` This server permits ${permitted.at(-1)?.value} at most.` : "";
  return (
    <Setting
      label="Privacy mode"
      note={`${MODES.find(({ value }) => value === settings.privacy)?.note}.${widest}`}
    >
      <Select
        label="Privacy mode of this workspace"
        value={settings.privacy}
        choices={permitted}
        disabled={change.isPending}
        onChange={(privacy) => change.mutate({ privacy })}
      />
    </Setting>
  );
}
