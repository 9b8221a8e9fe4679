import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { problemOf, request } from "../api/client";
import { formatCell, formatNumber } from "../format/cells";
import { Trials } from "../health/trials";
import { useWorkspace } from "../shell/place";
import { applyTheme, type ThemeChoice, useThemeChoice } from "../shell/theme";
import { Writes } from "../shell/writes";
import { Dialog } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { PageBody } from "../ui/page-body";
import { type Choice, Select } from "../ui/select";
import { KeptTime } from "./kept-time";
import { type Preferences, prefer, usePreferences } from "./preferences";
import { PrivacyMode } from "./privacy-mode";
import { PrivacyPreview } from "./privacy-preview";
import { Setting } from "./setting";

export interface ModelView {
  name: string;
  host: string;
  on_this_machine: boolean;
  privacy: string;
  has_key: boolean;
  seconds: number;
}

export function Page() {
  return (
    <PageBody title="Settings">
      <div className="space-y-8">
        <LanguageModel />
        <Formats />
        <Looks />
        <DangerZone />
      </div>
    </PageBody>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="space-y-3">
      <h2 className="text-lg font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function LanguageModel() {
  const workspace = useWorkspace();
  const found = useQuery({
    queryKey: ["settings", "model"],
    queryFn: () => request<{ model: ModelView | null }>("/api/settings/model", workspace),
  });
  const model = found.data?.model ?? null;
  return (
    <Section title="Language model">
      {model === null ? (
        <p className="max-w-[70ch] text-base text-quiet">
          None is set, so rules answer alone and nothing leaves this machine. To use one, start Tablespeak
          with <code className="font-mono text-sm">TABLESPEAK_MODEL</code> and{" "}
          <code className="font-mono text-sm">OPENAI_BASE_URL</code>.
        </p>
      ) : (
        <div className="card divide-y divide-line">
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 p-4 text-base">
            <Fact name="Name" value={model.name} />
            <Fact
              name="Endpoint"
              value={`${model.host}${model.on_this_machine ? ", on this machine" : ", another machine"}`}
            />
            <Fact name="Key" value={model.has_key ? "••••••••" : "None"} />
            <Fact name="Waits at most" value={`${model.seconds} s`} />
          </dl>
          <Writes>
            <PrivacyMode />
          </Writes>
        </div>
      )}
      <Writes>
        <Trials />
      </Writes>
      <PrivacyPreview model={model} />
    </Section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-quiet">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">
        <bdi>{value}</bdi>
      </dd>
    </>
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
const DATES: Choice<Preferences["dates"]>[] = [
  { value: "medium", label: "Words" },
  { value: "iso", label: "ISO 8601" },
];

const AMOUNT = { type: "decimal", unit: null, grain: null, quantity: true } as const;
const DAY = { type: "date", unit: null, grain: null, quantity: false } as const;

function Formats() {
  const { locale, dates } = usePreferences();
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
        <Setting label="Dates">
          <Select label="Dates" value={dates} choices={DATES} onChange={(next) => prefer({ dates: next })} />
        </Setting>
        <Setting
          label="Week and fiscal year"
          note="When a week and a fiscal year begin belongs to the data model."
        >
          <Link to="/data/model" className="button-outline">
            Open the model
          </Link>
        </Setting>
        <Setting label="Hidden columns" note="A hidden column is meant by no question and never sent.">
          <Link to="/data/model" className="button-outline">
            Open the model
          </Link>
        </Setting>
      </div>
    </Section>
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
