export type AssistantChoice = "everyone" | "sql_expert" | "analyst" | "dashboard_designer" | "advisor";

export const ASSISTANTS: { value: AssistantChoice; label: string; does: string }[] = [
  { value: "everyone", label: "All assistants", does: "Rows, chart, words and next questions" },
  { value: "sql_expert", label: "SQL expert", does: "Rows and the SQL behind them" },
  { value: "analyst", label: "Analyst", does: "What the rows say, in checked sentences" },
  { value: "dashboard_designer", label: "Dashboard designer", does: "A chart that fits" },
  { value: "advisor", label: "Advisor", does: "What to ask next" },
];
