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
import { KeptTime } from "./kept-time";
import { LanguageModel } from "./language-model";
import { type Preferences, prefer, usePreferences } from "./preferences";
import { Section } from "./section";
import { Setting } from "./setting";

export function Page() {
  return (
    <PageBody title="Settings">
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

const LOCALES: Choice<string>[] = [
  { value: "", label: "As the browser" },
  { value: "en-US", label: "English (United States)" },
  { value: "en-GB", label: "English (United Kingdom)" },
  { value: "en-IN", label: "English (India)" },
  { value: "en-DE", label: "English (Germany)" },
  { value: "en-CH", label: "English (Switzerland)" },
];
const NUMBERS: Choice<string>[] = [
  { value: "", label: "As the language has it" },
  { value: "en-US", label: "1,234.56" },
  { value: "de-DE", label: "1.234,56" },
  { value: "de-CH", label: "1’234.56" },
  { value: "fr-FR", label: "1 234,56" },
  { value: "en-IN", label: "12,34,567.89" },
];
const DATES: Choice<Preferences["dates"]>[] = [
  { value: "medium", label: "Words" },
  { value: "iso", label: "ISO 8601" },
];

const AMOUNT = { type: "decimal", unit: null, grain: null, quantity: true } as const;
const DAY = { type: "date", unit: null, grain: null, quantity: false } as const;

function Formats() {
  const { locale, numbers, dates } = usePreferences();
  return (
    <Section title="Numbers and dates">
      <div className="card divide-y divide-line">
        <Setting
          label="Written as in"
          note={`${formatNumber("1234567.89", AMOUNT)} · ${formatCell("2025-03-09", DAY)}`}
        >
          <Select
            label="Written as in"
            value={locale ?? ""}
            choices={LOCALES}
            onChange={(next) => prefer({ locale: next || null })}
          />
        </Setting>
        <Setting label="Numbers">
          <Select
            label="Numbers"
            value={numbers ?? ""}
            choices={NUMBERS}
            onChange={(next) => prefer({ numbers: next || null })}
          />
        </Setting>
        <Setting label="Dates">
          <Select label="Dates" value={dates} choices={DATES} onChange={(next) => prefer({ dates: next })} />
        </Setting>
        <Calendar />
        <Setting label="Hidden columns" note="A hidden column is meant by no question and never sent.">
          <Link to="/data/model" className="button-outline">
            Open the model
          </Link>
        </Setting>
      </div>
    </Section>
  );
}

/** They decide what a question means, so they belong to the data, for everybody who asks of it. */
function Calendar() {
  const model = useModel();
  const calendar = model.data?.calendar;
  return (
    <Setting
      label="First day of week and fiscal year"
      note={
        calendar === undefined
          ? "When a week and a fiscal year begin belongs to the data model."
          : `Weeks begin on ${DAYS[Number(calendar.week_start)]?.label}, fiscal years in ${MONTHS[calendar.fiscal_year_start - 1]?.label}; the data model sets both.`
      }
    >
      <Link
        to="/data/model"
        search={(now) => ({ ...now, tab: "calendar" }) as never}
        className="button-outline"
      >
        Open the calendar
      </Link>
    </Setting>
  );
}

const THEMES: Choice<ThemeChoice>[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];
const DENSITIES: Choice<Preferences["density"]>[] = [
  { value: "comfortable", label: "Comfortable" },
  { value: "compact", label: "Compact" },
];
const MOTIONS: Choice<Preferences["motion"]>[] = [
  { value: "system", label: "As the system" },
  { value: "reduced", label: "Reduced" },
];
const SHORTCUTS: Choice<Preferences["shortcuts"]>[] = [
  { value: "on", label: "On" },
  { value: "off", label: "Off" },
];

function Looks() {
  const theme = useThemeChoice();
  const { density, motion, shortcuts } = usePreferences();
  return (
    <Section title="This browser">
      <div className="card divide-y divide-line">
        <Setting label="Theme">
          <Select label="Theme" value={theme} choices={THEMES} onChange={applyTheme} />
        </Setting>
        <Setting label="Density of tables">
          <Select
            label="Density of tables"
            value={density}
            choices={DENSITIES}
            onChange={(next) => prefer({ density: next })}
          />
        </Setting>
        <Setting label="Motion">
          <Select
            label="Motion"
            value={motion}
            choices={MOTIONS}
            onChange={(next) => prefer({ motion: next })}
          />
        </Setting>
        <Setting
          label="Single-key shortcuts"
          note="Such as / for the question field and ? for the list of them."
        >
          <Select
            label="Single-key shortcuts"
            value={shortcuts}
            choices={SHORTCUTS}
            onChange={(next) => prefer({ shortcuts: next })}
          />
        </Setting>
      </div>
    </Section>
  );
}

const WORDS = "delete everything";

function DangerZone() {
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
      announce("Everything of this workspace is deleted.");
      void queries.invalidateQueries();
    },
  });
  const ready = typed.trim().toLowerCase() === WORDS;
  return (
    <Section title="Keep and delete">
      <div className="card divide-y divide-line">
        <Writes>
          <KeptTime />
          <Setting
            label="Delete everything"
            note="All tables, conversations, saved queries and dashboards of this workspace."
          >
            <button type="button" className="button-danger" onClick={() => setOpen(true)}>
              <Trash2 size={15} aria-hidden /> Delete everything
            </button>
          </Setting>
        </Writes>
      </div>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Delete everything?"
        description="This cannot be undone."
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
              Type <strong>{WORDS}</strong> to confirm
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
              Cancel
            </button>
            <button type="submit" className="button-danger" disabled={!ready || remove.isPending}>
              Delete everything
            </button>
          </div>
        </form>
      </Dialog>
    </Section>
  );
}
