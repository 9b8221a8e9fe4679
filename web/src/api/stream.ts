/** Server-sent events over fetch: resumed after a cut, each event once. */

import { createParser } from "eventsource-parser";
import { problemIn } from "./client";

export interface ServerEvent<Data> {
  id: number;
  type: string;
  data: Data;
}

export class ConnectionLost extends Error {}

const RECONNECT_AFTER = [400, 800, 1600];
/** The server sends a comment every 15 s, so silence of this length is a dead connection. */
const SILENCE = 40_000;

export interface Following {
  headers?: Record<string, string>;
  signal?: AbortSignal;
  isLast: (type: string) => boolean;
}

/**
 * Ends after the last event, or where the server has nothing more (204). Throws ProblemError where the server
 * refuses, ConnectionLost after three attempts that brought nothing, and the signal's reason when aborted.
 */
export async function* follow<Data>(url: string, following: Following): AsyncGenerator<ServerEvent<Data>> {
  let seen = 0;
  let failures = 0;
  for (;;) {
    try {
      const response = await connect(url, following, seen);
      if (response === null) return;
      for await (const event of eventsIn<Data>(response)) {
        if (event.id <= seen) continue;
        seen = event.id;
        failures = 0;
        yield event;
        if (following.isLast(event.type)) return;
      }
    } catch (error) {
      following.signal?.throwIfAborted();
      if (!isCut(error)) throw error;
    }
    const wait = RECONNECT_AFTER[failures++];
    if (wait === undefined) throw new ConnectionLost();
    await pause(wait, following.signal);
  }
}

class Cut extends Error {}

function isCut(error: unknown): boolean {
  return error instanceof TypeError || error instanceof Cut || error instanceof DOMException;
}

async function connect(url: string, { headers, signal }: Following, seen: number): Promise<Response | null> {
  const resume: Record<string, string> = seen > 0 ? { "Last-Event-ID": String(seen) } : {};
  const response = await fetch(url, {
    headers: { Accept: "text/event-stream", ...headers, ...resume },
    signal,
  });
  if (response.status === 204) return null;
  if (response.status >= 500) throw new Cut();
  if (!response.ok) throw await problemIn(response);
  return response;
}

/** What a response streams, to its end. */
export async function* eventsIn<Data>(response: Response): AsyncGenerator<ServerEvent<Data>> {
  if (response.body === null) return;
  const ready: ServerEvent<Data>[] = [];
  const parser = createParser({
    onEvent: ({ id, event, data }) =>
      ready.push({ id: Number(id), type: event ?? "message", data: JSON.parse(data) }),
  });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await withinSilence(reader.read());
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      yield* ready.splice(0);
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

async function withinSilence<Value>(read: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Cut()), SILENCE);
  });
  try {
    return await Promise.race([read, silence]);
  } finally {
    clearTimeout(timer);
  }
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
