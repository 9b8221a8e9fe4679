/** The conversation that is shown and the address that reopens it, each following the other. */

import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { Workspace } from "../api/client";
import { threads } from "../api/threads";
import { type Talk, type TalkState, talkOf } from "./talk";

export function useTalk(workspace: Workspace): { talk: Talk; state: TalkState } {
  const talk = talkOf(workspace);
  const state = useSyncExternalStore(talk.subscribe, talk.current);
  const navigate = useNavigate();
  const { thread } = useParams({ strict: false });
  const { run } = useSearch({ strict: false });
  const before = useRef<string | null>(null);

  useEffect(() => {
    const shown = thread ?? "";
    if (before.current === shown) return;
    const isFirst = before.current === null;
    before.current = shown;
    if (thread !== undefined) {
      if (talk.state.threadId !== thread) void talk.open(thread);
    } else if (isFirst && run !== undefined) {
      void findThread(workspace, run).then((found) => {
        if (found === null) talk.reopen(run);
        else void navigate({ to: "/t/$thread", params: { thread: found }, search: true, replace: true });
      });
    } else if (talk.state.turns.length > 0) {
      talk.clear();
    }
  }, [thread, run, workspace, talk, navigate]);

  useEffect(() => {
    const { threadId, turns } = talk.state;
    if (thread !== undefined || threadId === null || turns.length === 0) return;
    before.current = threadId;
    void navigate({
      to: "/t/$thread",
      params: { thread: threadId },
      search: true,
      replace: true,
      resetScroll: false,
    });
  });

  return { talk, state };
}

async function findThread(workspace: Workspace, runId: string): Promise<string | null> {
  try {
    return (await threads.run(workspace, runId)).thread_id;
  } catch {
    return null;
  }
}
