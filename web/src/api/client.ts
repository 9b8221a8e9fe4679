/** Requests to the server, in the name of a workspace; a refusal is thrown as a ProblemError. */

import { t } from "../words/words";
import type { ImportReport, Insight, Problem, Suggestion, TableSummary } from "./nouns";
import type { components, paths } from "./schema";

/** An address that the server has a route for. */
export type Address = keyof paths | `${keyof paths}?${string}`;

export type Body<Name extends keyof components["schemas"]> = components["schemas"][Name];

export type Workspace = "default" | "sample";

export class ProblemError extends Error {
  readonly problem: Problem;
  readonly status: number;

  constructor(problem: Problem, status: number) {
    super(problem.message);
    this.problem = problem;
    this.status = status;
  }
}

const TOKEN_KEY = "tablespeak.token";

export function keepToken(token: string): void {
  sessionStorage.setItem(TOKEN_KEY, token);
}

export function headersOf(workspace: Workspace): Record<string, string> {
  const token = sessionStorage.getItem(TOKEN_KEY);
  return { "X-Workspace": workspace, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
}

export const unreachable = (): Problem => ({
  code: "unreachable",
  message: t("Tablespeak cannot be reached."),
  hint: t("Check that it is still running, then try again."),
  retryable: true,
});

/** Nobody answered, which says nothing about the request itself. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError;
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (isUnreachable(error)) return unreachable();
  return {
    code: "page_error",
    message: t("The page could not go on."),
    hint: t("Reload it."),
    retryable: true,
  };
}

export async function problemIn(response: Response): Promise<ProblemError> {
  const fallback = t("The server answered {{status}}.", { status: response.status });
  const body: Partial<Problem> & { title?: string } = await response.json().catch(() => ({}));
  const problem: Problem = {
    code: body.code ?? "http_error",
    message: body.title ?? fallback,
    hint: body.hint ?? null,
    retryable: body.retryable ?? response.status >= 500,
    ...(body.request_id ? { request_id: body.request_id } : {}),
  };
  return new ProblemError(problem, response.status);
}

export async function call(path: Address, workspace: Workspace, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(path, { ...init, headers: { ...headersOf(workspace), ...init.headers } });
  if (!response.ok) throw await problemIn(response);
  return response;
}

export async function json<Body>(path: Address, workspace: Workspace, init?: RequestInit): Promise<Body> {
  return (await call(path, workspace, init)).json();
}

export function post<Body>(path: Address, workspace: Workspace, body?: unknown): Promise<Body> {
  return request(path, workspace, { method: "POST", body });
}

export interface Sending {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as JSON. */
  body?: unknown;
  signal?: AbortSignal;
  accept?: string;
}

/** The response as it came; a refusal is thrown. */
export function fetched(
  path: Address,
  workspace: Workspace,
  { method = "GET", body, signal, accept }: Sending = {},
): Promise<Response> {
  const headers: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
  if (accept !== undefined) headers.Accept = accept;
  return call(path, workspace, {
    method,
    signal,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/** The body, read as JSON; undefined where there is none. */
export async function request<Body>(path: Address, workspace: Workspace, sending?: Sending): Promise<Body> {
  const response = await fetched(path, workspace, sending);
  return response.status === 204 ? (undefined as Body) : response.json();
}

export type Asking = Body<"Asked">;

export interface Started {
  run_id: string;
  thread_id: string | null;
}

export interface FileState {
  file_id: string;
  name: string;
  unchanged: boolean;
  tables: { name: string; rows: number; version: number }[];
  report: ImportReport;
}

export const api = {
  health: (workspace: Workspace) => request<{ status: string; version: string }>("/api/health", workspace),
  tables: async (workspace: Workspace) =>
    (await request<{ tables: TableSummary[] }>("/api/tables", workspace)).tables,
  suggestions: async (workspace: Workspace) =>
    (await request<{ suggestions: Suggestion[] }>("/api/suggestions", workspace)).suggestions,
  insights: async (workspace: Workspace, most = 3) =>
    (await request<{ insights: Insight[] }>(`/api/insights?most=${most}`, workspace)).insights,
  makeSample: (workspace: Workspace) => post<unknown>("/api/workspaces/sample", workspace),
  ask: (workspace: Workspace, asking: Asking) => post<Started>("/api/ask", workspace, asking),
  cancel: (workspace: Workspace, runId: string) => post<unknown>(`/api/runs/${runId}/cancel`, workspace),
  cancelImport: (workspace: Workspace, fileId: string) =>
    post<unknown>(`/api/files/${fileId}/cancel`, workspace),
};
