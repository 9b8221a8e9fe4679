import { CalendarClock } from "lucide-react";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import type { NewSchedule, ScheduleFormat, Target } from "../api/schedules";
import { Select } from "../ui/select";
import { t, useTranslation } from "../words/words";
import { type Chosen, dayName, type Often, ownTimeZone, WEEKDAYS, whenOf } from "./when";

const oftenChoices = (): readonly { value: Often; label: string }[] => [
  { value: "hour", label: t("Every hour") },
  { value: "day", label: t("Every day") },
  { value: "workday", label: t("Monday to Friday") },
  { value: "week", label: t("Every week") },
  { value: "month", label: t("First of the month") },
  { value: "cron", label: t("Cron expression") },
];
const formats = (): readonly { value: ScheduleFormat; label: string }[] => [
  { value: "pdf", label: "PDF" },
  { value: "xlsx", label: "Excel" },
  { value: "pptx", label: "PowerPoint" },
  { value: "html", label: t("Web page") },
  { value: "png", label: t("Picture") },
];
const targetKinds = (): readonly { value: Target["kind"]; label: string }[] => [
  { value: "mail", label: t("Mail") },
  { value: "folder", label: t("A folder of the server") },
  { value: "webhook", label: t("A webhook") },
];
const places = (): Record<Target["kind"], { label: string; example: string }> => ({
  mail: { label: t("Addresses"), example: "ana@example.org, ben@example.org" },
  folder: { label: t("Folder"), example: "sales/weekly" },
  webhook: { label: t("Address"), example: "https://example.org/hook" },
});

interface Props {
  pending: boolean;
  onMake: (wanted: NewSchedule) => void;
}

export function ScheduleForm({ pending, onMake }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Chosen>({ often: "week", on: "monday", at: "08:00", cron: "" });
  const [format, setFormat] = useState<ScheduleFormat>("pdf");
  const [kind, setKind] = useState<Target["kind"]>("mail");
  const [place, setPlace] = useState("");
  const { often } = chosen;
  const change = (part: Partial<Chosen>) => setChosen({ ...chosen, ...part });
  const isTimed = often !== "hour" && often !== "cron";
  const isWhole = place.trim() !== "" && (often !== "cron" || chosen.cron.trim() !== "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWhole)
      onMake({
        when: whenOf(chosen),
        timezone: ownTimeZone(),
        targets: [targetOf(kind, place.trim())],
        format,
      });
  };
  return (
    <form onSubmit={submit} className="grid gap-3 sm:grid-cols-2">
      <Labelled label={t("How often")}>
        {(id) => (
          <Select
            id={id}
            value={often}
            choices={oftenChoices()}
            onChange={(next) => change({ often: next })}
            className="field w-full"
          />
        )}
      </Labelled>
      {often === "week" && (
        <Labelled label={t("On")}>
          {(id) => (
            <Select
              id={id}
              value={chosen.on}
              choices={WEEKDAYS.map((value) => ({ value, label: dayName(value) }))}
              onChange={(on) => change({ on })}
              className="field w-full"
            />
          )}
        </Labelled>
      )}
      {often === "cron" && (
        <Labelled label={t("Expression")}>
          {(id) => (
            <input
              id={id}
              value={chosen.cron}
              placeholder={t("0 8 * * mon-fri")}
              onChange={(event) => change({ cron: event.target.value })}
              className="field w-full font-mono"
            />
          )}
        </Labelled>
      )}
      {isTimed && (
        <Labelled label={t("At ({{ownTimeZone}})", { ownTimeZone: ownTimeZone().replaceAll("_", " ") })}>
          {(id) => (
            <input
              id={id}
              type="time"
              required
              value={chosen.at}
              onChange={(event) => change({ at: event.target.value })}
              className="field w-full"
            />
          )}
        </Labelled>
      )}
      <Labelled label={t("As")}>
        {(id) => (
          <Select id={id} value={format} choices={formats()} onChange={setFormat} className="field w-full" />
        )}
      </Labelled>
      <Labelled label={t("To")}>
        {(id) => (
          <Select
            id={id}
            value={kind}
            choices={targetKinds()}
            onChange={(next) => {
              setKind(next);
              setPlace("");
            }}
            className="field w-full"
          />
        )}
      </Labelled>
      <Labelled label={places()[kind].label}>
        {(id) => (
          <input
            id={id}
            value={place}
            placeholder={places()[kind].example}
            onChange={(event) => setPlace(event.target.value)}
            className="field w-full"
          />
        )}
      </Labelled>
      <button type="submit" className="button-solid sm:col-span-2" disabled={pending || !isWhole}>
        <CalendarClock size={16} aria-hidden /> {t("Make the schedule")}
      </button>
    </form>
  );
}

function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="min-w-0 space-y-1.5">
      <label htmlFor={id} className="block truncate text-sm font-medium">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

function targetOf(kind: Target["kind"], place: string): Target {
  if (kind === "mail") return { kind, to: place.split(/[\s,;]+/).filter(Boolean) };
  return kind === "folder" ? { kind, path: place } : { kind, url: place };
}
