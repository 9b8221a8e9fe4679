import { type Choice, Select } from "../ui/select";
import { t, useTranslation } from "../words/words";
import { Setting } from "./setting";
import { type Privacy, useWorkspaceSettings } from "./workspace-settings";

export const modes = (): (Choice<Privacy> & { note: string })[] => [
  { value: "none", label: t("None"), note: t("Nothing is ever sent") },
  { value: "schema", label: t("Schema"), note: t("Names, types and relationships") },
  { value: "masked", label: t("Masked"), note: t("Values behind placeholders") },
  { value: "samples", label: t("Samples"), note: t("A few values of each column") },
];

/** What the language model may see of this workspace; wider modes than the server permits are not offered. */
export function PrivacyMode() {
  const { t } = useTranslation();
  const { settings, change } = useWorkspaceSettings();
  if (settings === null || settings.privacy === null) return null;
  const permitted = modes().filter(({ value }) => settings.privacy_modes.includes(value));
  const told = modes().find(({ value }) => value === settings.privacy)?.note;
  return (
    <Setting
      label={t("Privacy mode")}
      note={
        permitted.length < modes().length
          ? t("{{told}}. This server permits {{mode}} at most.", { told, mode: permitted.at(-1)?.value })
          : `${told}.`
      }
    >
      <Select
        label={t("Privacy mode of this workspace")}
        value={settings.privacy}
        choices={permitted}
        disabled={change.isPending}
        onChange={(privacy) => change.mutate({ privacy })}
      />
    </Setting>
  );
}
