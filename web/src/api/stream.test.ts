import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProblemError } from "./client";
import { ConnectionLost, follow, type ServerEvent } from "./stream";

const URL = "/api/runs/1/events";
const isLast = (type: string) => type === "end";

/** A server that answers each request with the next of `answers` and remembers what was asked. */
function serve(...answers: (Response | Error)[]) {
  const asked: (string | null)[] = [];
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    init.signal?.throwIfAborted();
    asked.push(new Headers(init.headers).get("Last-Event-ID"));
    const answer = answers.shift() ?? new TypeError("unreachable");
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return asked;
}

function streamed(...pieces: (string | Uint8Array | Error)[]): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    pull(controller) {
      const piece = pieces.shift();
      if (piece === undefined) controller.close();
      else if (piece instanceof Error) controller.error(piece);
      else controller.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece);
    },
  });
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
}

function frame(id: number, type: string, data: unknown = {}): string {
  return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

async function all(following = {}): Promise<ServerEvent<unknown>[]> {
  const reading = (async () => {
    const events: ServerEvent<unknown>[] = [];
    for await (const event of follow<unknown>(URL, { isLast, ...following })) events.push(event);
    return events;
  })();
  let ended = false;
  reading.then(
    () => (ended = true),
    () => (ended = true),
  );
  while (!ended) await vi.advanceTimersByTimeAsync(100);
  return reading;
}

async function ids(following = {}): Promise<number[]> {
  return (await all(following)).map(({ id }) => id);
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("follow", () => {
  it("reads events whose bytes are split anywhere, inside a letter too", async () => {
    const bytes = new TextEncoder().encode(`: ping\n\n${frame(1, "text", "Süd · 東京")}${frame(2, "end")}`);
    for (let at = 1; at < bytes.length; at++) {
      serve(streamed(bytes.slice(0, at), bytes.slice(at)));
      expect(await all()).toEqual([
        { id: 1, type: "text", data: "Süd · 東京" },
        { id: 2, type: "end", data: {} },
      ]);
    }
  });

  it("goes on after a cut where it stopped", async () => {
    const asked = serve(
      streamed(frame(1, "a"), frame(2, "b"), new TypeError("cut")),
      streamed(frame(3, "c"), frame(4, "end")),
    );
    expect(await ids()).toEqual([1, 2, 3, 4]);
    expect(asked).toEqual([null, "2"]);
  });

  it("leaves out events it has seen", async () => {
    serve(streamed(frame(1, "a"), frame(2, "b")), streamed(frame(1, "a"), frame(2, "b"), frame(3, "end")));
    expect(await ids()).toEqual([1, 2, 3]);
  });

  it("drops half an event that a cut left behind", async () => {
    serve(streamed(frame(1, "a"), "id: 2\nevent: b\nda"), streamed(frame(2, "b", "whole"), frame(3, "end")));
    expect((await all())[1]).toEqual({ id: 2, type: "b", data: "whole" });
  });

  it("ends at the last event without asking again", async () => {
    const asked = serve(streamed(frame(1, "end"), frame(2, "late")));
    expect(await ids()).toEqual([1]);
    expect(asked).toHaveLength(1);
  });

  it("ends where the server has nothing more", async () => {
    serve(streamed(frame(1, "a")), new Response(null, { status: 204 }));
    expect(await ids()).toEqual([1]);
  });

  it("gives up after three attempts that brought nothing", async () => {
    const asked = serve();
    await expect(ids()).rejects.toBeInstanceOf(ConnectionLost);
    expect(asked).toHaveLength(4);
  });

  it("counts attempts anew once something arrived", async () => {
    const cut = new TypeError("cut");
    serve(cut, cut, cut, streamed(frame(1, "a")), cut, cut, streamed(frame(2, "end")));
    expect(await ids()).toEqual([1, 2]);
  });

  it("tells a refusal as the server's problem, without trying again", async () => {
    const body = { title: "Unknown run.", code: "unknown_name", hint: "Ask again." };
    const asked = serve(new Response(JSON.stringify(body), { status: 404 }));
    await expect(ids()).rejects.toMatchObject({ problem: { message: "Unknown run.", hint: "Ask again." } });
    expect(asked).toHaveLength(1);
    serve(new Response(JSON.stringify(body), { status: 404 }));
    await expect(ids()).rejects.toBeInstanceOf(ProblemError);
  });

  it("takes long silence for a cut", async () => {
    const silent = new Response(new ReadableStream({ pull: () => new Promise(() => undefined) }));
    serve(silent, streamed(frame(1, "end")));
    expect(await ids()).toEqual([1]);
  });

  it("stops when it is aborted, between attempts too", async () => {
    const controller = new AbortController();
    serve(streamed(frame(1, "a")));
    const reading = all({ signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
  });
});
