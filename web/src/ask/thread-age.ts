import type { Thread } from "../api/threads";
import { t } from "../words/words";

const DAY = 86_400_000;

/** Conversations under the days they were last asked in; the order stays. */
export function byAge(threads: Thread[], now = new Date()): { label: string; threads: Thread[] }[] {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const groups = new Map<string, Thread[]>();
  for (const thread of threads) {
    const label = ageOf(Date.parse(thread.updated_at), midnight);
    groups.set(label, [...(groups.get(label) ?? []), thread]);
  }
  return [...groups].map(([label, aged]) => ({ label, threads: aged }));
}

function ageOf(moment: number, midnight: number): string {
  if (moment >= midnight) return t("Today");
  if (moment >= midnight - DAY) return t("Yesterday");
  if (moment >= midnight - 7 * DAY) return t("Last 7 days");
  if (moment >= midnight - 30 * DAY) return t("Last 30 days");
  return t("Earlier");
}
