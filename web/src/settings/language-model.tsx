import { useQuery } from "@tanstack/react-query";
import { request } from "../api/client";
import { counted, formatCount } from "../format/cells";
import { Trials } from "../health/trials";
import { useWorkspace } from "../shell/place";
import { Writes } from "../shell/writes";
import { FailedQuery } from "../ui/failed-query";
import { SkeletonLines } from "../ui/skeleton";
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
  const workspace = useWorkspace();
  const found = useQuery({
    queryKey: ["settings", "model"],
    queryFn: () => request<Told>("/api/settings/model", workspace),
  });
  const model = found.data?.model ?? null;
  return (
    <Section title="Language model">
      {found.isPending && <SkeletonLines count={4} />}
      <FailedQuery query={found} />
      {found.data && model === null && (
        <p className="max-w-[70ch] text-base text-quiet">
          None is set, so rules answer alone and nothing leaves this machine. To use one, start Tablespeak
          with <Variable name="TABLESPEAK_MODEL" /> and <Variable name="OPENAI_BASE_URL" />.
        </p>
      )}
      {found.data && model !== null && (
        <div className="card divide-y divide-line">
          <Lines model={model} set={new Set(found.data.set)} />
          <p className="px-4 py-3 text-sm text-quiet">
            These come from the environment in which the server was started, since a key is not safe in a
            page. To change one, set its variable there and start Tablespeak again.
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
  return (
    <table className="w-full text-base">
      <caption className="sr-only">The language model as it is set</caption>
      <thead className="text-left text-sm text-quiet">
        <tr>
          <th scope="col" className="px-4 py-2 font-medium">
            Setting
          </th>
          <th scope="col" className="px-4 py-2 font-medium">
            Now
          </th>
          <th scope="col" className="px-4 py-2 font-medium max-sm:hidden">
            Set by
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
  const given = variables.filter((name) => set.has(name));
  const [first] = variables;
  if (given.length === 0)
    return first === undefined ? null : (
      <>
        Default; <Variable name={first} /> changes it
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
    { label: "Name", value: model.name, variables: ["TABLESPEAK_MODEL"] },
    {
      label: "Endpoint",
      value: `${model.url} (${model.on_this_machine ? "on this machine" : "another machine"})`,
      variables: ["OPENAI_BASE_URL"],
    },
    { label: "Key", value: keyOf(model), variables: ["OPENAI_API_KEY"] },
    {
      label: "Waits at most",
      value: counted(model.seconds, "second"),
      variables: ["TABLESPEAK_MODEL_TIMEOUT"],
    },
    { label: "Drafts of SQL", value: draftsOf(model), variables: ["TABLESPEAK_MODEL_DRAFTS"] },
    {
      label: "Rules alone",
      value: chanceOf(model.rules_alone_from, "from a chance of", "as calibrated"),
      variables: ["TABLESPEAK_RULES_ALONE_FROM"],
    },
    {
      label: "Asks back",
      value: chanceOf(model.answer_from, "below a chance of", "as calibrated"),
      variables: ["TABLESPEAK_ANSWER_FROM"],
    },
    {
      label: "Known answers",
      value: model.keeps_answers ? "Kept: the same request is not sent twice" : "Not kept",
      variables: ["TABLESPEAK_MODEL_CACHE"],
    },
    { label: "Prices", value: pricesOf(model), variables: ["TABLESPEAK_MODEL_PRICES"] },
    { label: "Budget of a question", value: budgetOf(budgets.question), variables: budgetNames("QUESTION") },
    {
      label: "Budget of a caller a day",
      value: budgetOf(budgets.caller_day),
      variables: budgetNames("CALLER_DAY"),
    },
    { label: "Budget of a day", value: budgetOf(budgets.day), variables: budgetNames("DAY") },
  ];
}

function keyOf({ has_key, key_end }: ModelView): string {
  return has_key ? `••••••••${key_end ?? ""}` : "None";
}

function draftsOf({ drafts, second_draft }: ModelView): string {
  if (drafts > 1) return `${formatCount(drafts)}, compared by their rows`;
  return second_draft ? "One, and a second where it and the rules differ" : "One";
}

function chanceOf(chance: number | null, words: string, otherwise: string): string {
  return chance === null ? otherwise : `${words} ${chance}`;
}

function pricesOf({ prices: { sent, received } }: ModelView): string {
  return sent + received === 0 ? "None" : `${sent} sent, ${received} received, of a million tokens`;
}

function budgetOf({ calls, tokens, cost }: Budget): string {
  const parts = [
    calls === null ? null : counted(calls, "call"),
    tokens === null ? null : counted(tokens, "token"),
    cost === null ? null : `a cost of ${cost}`,
  ].filter(Boolean);
  return parts.length === 0 ? "No limit" : parts.join(", ");
}

function budgetNames(of: string): string[] {
  return ["CALLS", "TOKENS", "COST"].map((what) => `TABLESPEAK_BUDGET_${of}_${what}`);
}
