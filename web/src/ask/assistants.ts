import { t } from "../words/words";

export type AssistantChoice = "everyone" | "sql_expert" | "analyst" | "dashboard_designer" | "advisor";

export const assistants = (): { value: AssistantChoice; label: string; does: string }[] => [
  { value: "everyone", label: t("All assistants"), does: t("Rows, chart, words and next questions") },
  { value: "sql_expert", label: "SQL expert", does: t("Rows and the SQL behind them") },
  { value: "analyst", label: t("Analyst"), does: t("What the rows say, in checked sentences") },
  { value: "dashboard_designer", label: t("Dashboard designer"), does: t("A chart that fits") },
  { value: "advisor", label: t("Advisor"), does: t("What to ask next") },
];
