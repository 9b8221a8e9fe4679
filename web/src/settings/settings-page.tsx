import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { problemOf, request } from "../api/client";
import { talkOf } from "../ask/talk";
import { formatCell, formatNumber } from "../format/cells";
import { DAYS, MONTHS } from "../model/calendar-names";
import { useModel } from "../model/queries";
import { announce } from "../shell/announcing";
import { useWorkspace } from "../shell/place";
import { applyTheme, type ThemeChoice, useThemeChoice } from "../shell/theme";
import { Writes } from "../shell/writes";
import { Dialog } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { KeptMark } from "../ui/kept-mark";
import { PageBody } from "../ui/page-body";
import { type Choice, Select } from "../ui/select";
import { Trans } from "../words/trans";
import { t, useTranslation } from "../words/words";
import { KeptTime } from "./kept-time";
import { LanguageModel } from "./language-model";
import { type Preferences, prefer, usePreferences } from "./preferences";
import { Section } from "./section";
import { Setting } from "./setting";

export function Page() {
  const { t } = useTranslation();
  return (
    <PageBody title={t("Settings")}>
      <KeptMark />
      <div className="space-y-8">
        <LanguageModel />
        <Formats />
        <Looks />
        <DangerZone />
      </div>
    </PageBody>
  );
}

const locales = (): Choice<string>[] => [
  { value: "", label: t("As the browser") },
  { value: "en-US", label: t("English (United States)") },
  { value: "en-GB", label: t("English (United Kingdom)") },
  { value: "en-IN", label: t("English (India)") },
  { value: "en-DE", label: t("English (Germany)") },
  { value: "en-CH", label: t("English (Switzerland)") },
];
const numberForms = (): Choice<string>[] => [
  { value: "", label: t("As the language has it") },
  { value: "en-US", label: "1,234.56" },
  { value: "de-DE", label: "1.234,56" },
  { value: "de-CH", label: "1’234.56" },
  { value: "fr-FR", label: "1 234,56" },
  { value: "en-IN", label: "12,34,567.89" },
];
const dateForms = (): Choice<Preferences["dates"]>[] => [
  { value: "medium", label: t("Words") },
  { value: "iso", label: "ISO 8601" },
];

const AMOUNT = { type: "decimal", unit: null, grain: null, quantity: true } as const;
const DAY = { type: "date", unit: null, grain: null, quantity: false } as const;

function Formats() {
  const { t } = useTranslation();
  const { locale, numbers, dates } = usePreferences();
  return (
    <Section title={t("Numbers and dates")}>
      <div className="card divide-y divide-line">
        <Setting
          label={t("Written as in")}
          note={`${formatNumber("1234567.89", AMOUNT)} · ${formatCell("2025-03-09", DAY)}`}
        >
          <Select
            label={t("Written as in")}
            value={locale ?? ""}
            choices={locales()}
            onChange={(next) => prefer({ locale: next || null })}
          />
        </Setting>
        <Setting label={t("Numbers")}>
          <Select
            label={t("Numbers")}
            value={numbers ?? ""}
            choices={numberForms()}
            onChange={(next) => prefer({ numbers: next || null })}
          />
        </Setting>
        <Setting label={t("Dates")}>
          <Select
            label={t("Dates")}
            value={dates}
            choices={dateForms()}
            onChange={(next) => prefer({ dates: next })}
          />
        </Setting>
        <Calendar />
        <Setting
          label={t("Hidden columns")}
          note={t("A hidden column is meant by no question and never sent.")}
        >
          <Link to="/data/model" className="button-outline">
            {t("Open the model")}
          </Link>
        </Setting>
      </div>
    </Section>
  );
}

/** They decide what a question means, so they belong to the data, for everybody who asks of it. */
function Calendar() {
  const { t } = useTranslation();
  const model = useModel();
  const calendar = model.data?.calendar;
  return (
    <Setting
      label={t("First day of week and fiscal year")}
      note={
        calendar === undefined
          ? t("When a week and a fiscal year begin belongs to the data model.")
          : t("Weeks begin on {{label}}, fiscal years in {{label2}}; the data model sets both.", {
              label: DAYS[Number(calendar.week_start)]?.label,
              label2: MONTHS[calendar.fiscal_year_start - 1]?.label,
            })
      }
    >
      <Link
        to="/data/model"
        search={(now) => ({ ...now, tab: "calendar" }) as never}
        className="button-outline"
      >
        {t("Open the calendar")}
      </Link>
    </Setting>
  );
}

const themes = (): Choice<ThemeChoice>[] => [
  { value: "system", label: t("As the system") },
  { value: "light", label: t("Light") },
  { value: "dark", label: t("Dark") },
];
const densities = (): Choice<Preferences["density"]>[] => [
  { value: "comfortable", label: t("Comfortable") },
  { value: "compact", label: t("Compact") },
];
const motions = (): Choice<Preferences["motion"]>[] => [
  { value: "system", label: t("As the system") },
  { value: "reduced", label: t("Reduced") },
];
const shortcutChoices = (): Choice<Preferences["shortcuts"]>[] => [
  { value: "on", label: t("On") },
  { value: "off", label: t("Off") },
];

function Looks() {
  const { t } = useTranslation();
  const theme = useThemeChoice();
  const { density, motion, shortcuts } = usePreferences();
  return (
    <Section title={t("This browser")}>
      <div className="card divide-y divide-line">
        <Setting label={t("Theme")}>
          <Select label={t("Theme")} value={theme} choices={themes()} onChange={applyTheme} />
        </Setting>
        <Setting label={t("Density of tables")}>
          <Select
            label={t("Density of tables")}
            value={density}
            choices={densities()}
            onChange={(next) => prefer({ density: next })}
          />
        </Setting>
        <Setting label={t("Motion")}>
          <Select
            label={t("Motion")}
            value={motion}
            choices={motions()}
            onChange={(next) => prefer({ motion: next })}
          />
        </Setting>
        <Setting
          label={t("Single-key shortcuts")}
          note={t("Such as / for the question field and ? for the list of them.")}
        >
          <Select
            label={t("Single-key shortcuts")}
            value={shortcuts}
            choices={shortcutChoices()}
            onChange={(next) => prefer({ shortcuts: next })}
          />
        </Setting>
      </div>
    </Section>
  );
}

const WORDS = "delete everything";

function DangerZone() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const remove = useMutation({
    mutationFn: () =>
      request("/api/settings/delete-everything", workspace, { method: "POST", body: { confirm: typed } }),
    onSuccess: () => {
      setOpen(false);
      setTyped("");
      talkOf(workspace).clear();
      announce(t("Everything of this workspace is deleted."));
      void queries.invalidateQueries();
    },
  });
  const ready = typed.trim().toLowerCase() === WORDS;
  return (
    <Section title={t("Keep and delete")}>
      <div className="card divide-y divide-line">
        <Writes>
          <KeptTime />
          <Setting
            label={t("Delete everything")}
            note={t("All tables, conversations, saved queries and dashboards of this workspace.")}
          >
            <button type="button" className="button-danger" onClick={() => setOpen(true)}>
              <Trash2 size={15} aria-hidden /> {t("Delete everything")}
            </button>
          </Setting>
        </Writes>
      </div>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("Delete everything?")}
        description={t("This cannot be undone.")}
        width="max-w-md"
      >
        <form
          className="space-y-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) remove.mutate();
          }}
        >
          <label className="block space-y-1.5 text-sm">
            <span>
              <Trans i18nKey="Type <words/> to confirm" components={{ words: <strong>{WORDS}</strong> }} />
            </span>
            <input
              value={typed}
              autoComplete="off"
              onChange={(event) => setTyped(event.target.value)}
              className="field w-full"
            />
          </label>
          {remove.isError && <ErrorState problem={problemOf(remove.error)} />}
          <div className="flex justify-end gap-2">
            <button type="button" className="button-outline" onClick={() => setOpen(false)}>
              {t("Cancel")}
            </button>
            <button type="submit" className="button-danger" disabled={!ready || remove.isPending}>
              {t("Delete everything")}
            </button>
          </div>
        </form>
      </Dialog>
    </Section>
  );
}
