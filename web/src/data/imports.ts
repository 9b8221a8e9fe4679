/** Files on their way in: uploaded and imported one after another, so that one stream is open at most. */

import { useCallback, useEffect, useRef, useState } from "react";
import { api, type FileState, headersOf, ProblemError, problemOf, type Workspace } from "../api/client";
import type { ImportReport, Problem } from "../api/nouns";
import { ConnectionLost, follow } from "../api/stream";
import { t } from "../words/words";

/** `share` is 0 to 1 where it is known. */
export interface FileImport {
  key: number;
  /** Of the job on the server, once there is one. */
  id: string | null;
  name: string;
  size: number;
  phase: "waiting" | "uploading" | "reading" | "done" | "refused" | "cancelled";
  share: number | null;
  status: string | null;
  added: FileState | null;
  problem: Problem | null;
}

export interface Imports {
  files: FileImport[];
  busy: boolean;
  /** `separate` names files that become tables of their own though one of their name is there. */
  start: (files: File[], separate?: ReadonlySet<string>) => void;
  cancel: (key: number) => void;
  dismiss: () => void;
}

type Mode = "version" | "separate";

interface News {
  text?: string;
  progress?: number | null;
  problem?: Problem;
  report?: ImportReport;
}

const ENDS = new Set(["file.added", "file.refused"]);
const OPEN = new Set(["waiting", "uploading", "reading"]);

export function useImports(workspace: Workspace, whenReady: () => void): Imports {
  const [files, setFiles] = useState<FileImport[]>([]);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const requests = useRef(new Map<number, AbortController>());
  const started = useRef(new Map<number, string>());
  const nextKey = useRef(1);
  const ready = useRef(whenReady);
  useEffect(() => {
    ready.current = whenReady;
  });

  const update = useCallback(
    (key: number, change: Partial<FileImport>) =>
      setFiles((all) => all.map((file) => (file.key === key ? { ...file, ...change } : file))),
    [],
  );

  const bringIn = useCallback(
    async (key: number, file: File, mode: Mode) => {
      const controller = requests.current.get(key);
      if (controller === undefined || controller.signal.aborted) return;
      try {
        update(key, { phase: "uploading", share: 0 });
        const id = await upload(file, mode, workspace, controller.signal, (share) => update(key, { share }));
        started.current.set(key, id);
        update(key, { id, phase: "reading", share: null, status: null });
        const following = { headers: headersOf(workspace), isLast: (type: string) => ENDS.has(type) };
        for await (const { type, data } of follow<News>(`/api/files/${id}/events`, following)) {
          update(key, imported(type, data));
        }
        ready.current();
      } catch (error) {
        if (controller.signal.aborted) return;
        update(key, {
          phase: "refused",
          problem: error instanceof ConnectionLost ? lost() : problemOf(error),
        });
      }
    },
    [workspace, update],
  );

  return {
    files,
    busy: files.some((file) => OPEN.has(file.phase)),
    start: (chosen, separate) => {
      const fresh = chosen.map((file) => ({ file, key: nextKey.current++ }));
      setFiles((all) => [
        ...all.filter((file) => OPEN.has(file.phase)),
        ...fresh.map(({ file, key }) => waiting(key, file)),
      ]);
      for (const { file, key } of fresh) {
        requests.current.set(key, new AbortController());
        const mode = separate?.has(file.name) ? "separate" : "version";
        queue.current = queue.current.then(() => bringIn(key, file, mode));
      }
    },
    cancel: (key) => {
      const id = started.current.get(key);
      if (id === undefined) {
        requests.current.get(key)?.abort();
        return update(key, { phase: "cancelled" });
      }
      void api.cancelImport(workspace, id).catch(() => undefined);
    },
    dismiss: () => setFiles((all) => all.filter((file) => OPEN.has(file.phase))),
  };
}

const lost = (): Problem => ({
  code: "connection_lost",
  message: t("The connection was lost while the file was read."),
  hint: t("Reload the page to see whether its table has arrived."),
  retryable: true,
});

function waiting(key: number, file: File): FileImport {
  const { name, size } = file;
  return {
    key,
    id: null,
    name,
    size,
    phase: "waiting",
    share: null,
    status: null,
    added: null,
    problem: null,
  };
}

function imported(type: string, news: News): Partial<FileImport> {
  if (type === "file.refused" && news.problem?.code === "cancelled") return { phase: "cancelled" };
  if (type === "file.added") return { phase: "done", added: news as FileState };
  if (type === "file.refused") return { phase: "refused", problem: news.problem ?? null };
  return { status: news.text ?? null, share: news.progress ?? null };
}

/** The id of the import. XMLHttpRequest, because fetch does not tell how much was sent. */
function upload(
  file: File,
  mode: Mode,
  workspace: Workspace,
  signal: AbortSignal,
  told: (share: number) => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/files/upload");
    for (const [name, value] of Object.entries(headersOf(workspace))) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => told(total > 0 ? loaded / total : 1);
    request.onerror = () => reject(new TypeError("network"));
    request.onabort = () => reject(signal.reason);
    request.onload = () => {
      if (request.status < 300) return resolve(request.response.files[0].id);
      const body = request.response ?? {};
      const message = body.title ?? t("The server answered {{status}}.", { status: request.status });
      const problem = { code: body.code ?? "http_error", message, hint: body.hint ?? null, retryable: true };
      reject(new ProblemError(problem, request.status));
    };
    signal.addEventListener("abort", () => request.abort(), { once: true });
    const form = new FormData();
    form.append("files", file);
    form.append("mode", mode);
    request.send(form);
  });
}
