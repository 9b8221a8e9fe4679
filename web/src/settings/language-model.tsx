import { useQuery } from "@tanstack/react-query";
import { request } from "../api/client";
import { Trials } from "../health/trials";
import { useWorkspace } from "../shell/place";
import { Writes } from "../shell/writes";
import { FailedQuery } from "../ui/failed-query";
import { SkeletonLines } from "../ui/skeleton";
import { t, useTranslation } from "../words/words";
import { PrivacyMode } from "./privacy-mode";
import { PrivacyPreview } from "./privacy-preview";
import { Section } from "./section";

interface Budget {
  calls: number | null;
  tokens: number | null;
  cost: number | null;
}

export interface ModelView {
  name: string;
  host: string;
  url: string;
  on_this_machine: boolean;
  privacy: string;
  has_key: boolean;
  /** The last letters of a long key. */
  key_end: string | null;
  seconds: number;
  drafts: number;
  second_draft: boolean;
  keeps_answers: boolean;
  rules_alone_from: number | null;
  answer_from: number | null;
  prices: { sent: number; received: number };
  budgets: { question: Budget; caller_day: Budget; day: Budget };
}

interface Told {
  model: ModelView | null;
  /** Variables of the server's environment that are set, of all `variables` there are. */
  set: string[];
  variables: string[];
}

/** Where the model is and what bounds it. The server's environment sets it, so the page shows it and what to set. */
export function LanguageModel() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const found = useQuery({
    queryKey: ["settings", "model"],
    queryFn: () => request<Told>("/api/settings/model", workspace),
  });
  const model = found.data?.model ?? null;
  return (
    <Section title={t("Language model")}>
      {found.isPending && <SkeletonLines count={4} />}
      <FailedQuery query={found} />
      {found.data && model === null && (
        <p className="max-w-[70ch] text-base text-quiet">
          {t(
            "None is set, so rules answer alone and nothing leaves this machine. To use one, start Tablespeak with",
          )}{" "}
          <Variable name="TABLESPEAK_MODEL" /> {t("and")} <Variable name="OPENAI_BASE_URL" />.
        </p>
      )}
      {found.data && model !== null && (
        <div className="card divide-y divide-line">
          <Lines model={model} set={new Set(found.data.set)} />
          <p className="px-4 py-3 text-sm text-quiet">
            {t(
              "These come from the environment in which the server was started, since a key is not safe in a page. To change one, set its variable there and start Tablespeak again.",
            )}
          </p>
          <Writes>
            <PrivacyMode />
          </Writes>
        </div>
      )}
      {found.data && (
        <>
          <Writes>
            <Trials />
          </Writes>
          <PrivacyPreview model={model} />
        </>
      )}
    </Section>
  );
}

interface Line {
  label: string;
  value: string;
  variables: string[];
}

function Lines({ model, set }: { model: ModelView; set: ReadonlySet<string> }) {
  const { t } = useTranslation();
  return (
    <table className="w-full text-base">
      <caption className="sr-only">{t("The language model as it is set")}</caption>
      <thead className="text-left text-sm text-quiet">
        <tr>
          <th scope="col" className="px-4 py-2 font-medium">
            {t("Setting")}
          </th>
          <th scope="col" className="px-4 py-2 font-medium">
            {t("Now")}
          </th>
          <th scope="col" className="px-4 py-2 font-medium max-sm:hidden">
            {t("Set by")}
          </th>
        </tr>
      </thead>
      <tbody>
        {linesOf(model).map(({ label, value, variables }) => (
          <tr key={label} className="align-baseline">
            <th scope="row" className="px-4 py-1.5 text-left font-normal text-quiet">
              {label}
            </th>
            <td className="min-w-0 px-4 py-1.5 wrap-anywhere">
              <bdi>{value}</bdi>
            </td>
            <td className="px-4 py-1.5 text-sm text-quiet wrap-anywhere max-sm:hidden">
              <SetBy variables={variables} set={set} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SetBy({ variables, set }: { variables: string[]; set: ReadonlySet<string> }) {
  const { t } = useTranslation();
  const given = variables.filter((name) => set.has(name));
  const [first] = variables;
  if (given.length === 0)
    return first === undefined ? null : (
      <>
        {t("Default;")} <Variable name={first} /> {t("changes it")}
      </>
    );
  return (
    <>
      {given.map((name, at) => (
        <span key={name}>
          {at > 0 && ", "}
          <Variable name={name} />
        </span>
      ))}
    </>
  );
}

function Variable({ name }: { name: string }) {
  return <code className="font-mono text-xs">{name}</code>;
}

function linesOf(model: ModelView): Line[] {
  const { budgets } = model;
  return [
    { label: t("Name"), value: model.name, variables: ["TABLESPEAK_MODEL"] },
    {
      label: t("Endpoint"),
      value: `${model.url} (${model.on_this_machine ? t("on this machine") : t("another machine")})`,
      variables: ["OPENAI_BASE_URL"],
    },
    { label: t("Key"), value: keyOf(model), variables: ["OPENAI_API_KEY"] },
    {
      label: t("Waits at most"),
      value: t("{{count}} seconds", { count: model.seconds }),
      variables: ["TABLESPEAK_MODEL_TIMEOUT"],
    },
    { label: t("Drafts of SQL"), value: draftsOf(model), variables: ["TABLESPEAK_MODEL_DRAFTS"] },
    {
      label: t("Rules alone"),
      value: chanceOf(model.rules_alone_from, t("from a chance of"), t("as calibrated")),
      variables: ["TABLESPEAK_RULES_ALONE_FROM"],
    },
    {
      label: t("Asks back"),
      value: chanceOf(model.answer_from, t("below a chance of"), t("as calibrated")),
      variables: ["TABLESPEAK_ANSWER_FROM"],
    },
    {
      label: t("Known answers"),
      value: model.keeps_answers ? t("Kept: the same request is not sent twice") : t("Not kept"),
      variables: ["TABLESPEAK_MODEL_CACHE"],
    },
    { label: t("Prices"), value: pricesOf(model), variables: ["TABLESPEAK_MODEL_PRICES"] },
    {
      label: t("Budget of a question"),
      value: budgetOf(budgets.question),
      variables: budgetNames("QUESTION"),
    },
    {
      label: t("Budget of a caller a day"),
      value: budgetOf(budgets.caller_day),
      variables: budgetNames("CALLER_DAY"),
    },
    { label: t("Budget of a day"), value: budgetOf(budgets.day), variables: budgetNames("DAY") },
  ];
}

function keyOf({ has_key, key_end }: ModelView): string {
  return has_key ? `••••••••${key_end ?? ""}` : t("None");
}

function draftsOf({ drafts, second_draft }: ModelView): string {
  if (drafts > 1) return t("{{drafts}}, compared by their rows", { drafts });
  return second_draft ? t("One, and a second where it and the rules differ") : t("One");
}

function chanceOf(chance: number | null, words: string, otherwise: string): string {
  return chance === null ? otherwise : `${words} ${chance}`;
}

function pricesOf({ prices: { sent, received } }: ModelView): string {
  return sent + received === 0
    ? t("None")
    : t("{{sent}} sent, {{received}} received, of a million tokens", { sent, received });
}

function budgetOf({ calls, tokens, cost }: Budget): string {
  const parts = [
    calls === null ? null : t("{{count}} calls", { count: calls }),
    tokens === null ? null : t("{{count}} tokens", { count: tokens }),
    cost === null ? null : t("a cost of {{cost}}", { cost }),
  ].filter(Boolean);
  return parts.length === 0 ? t("No limit") : parts.join(", ");
}

function budgetNames(of: string): string[] {
  return ["CALLS", "TOKENS", "COST"].map((what) => `TABLESPEAK_BUDGET_${of}_${what}`);
}
