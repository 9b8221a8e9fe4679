/** How one person wants the page, kept in this browser. */

import { useSyncExternalStore } from "react";

export interface Preferences {
  /** A BCP 47 tag that numbers and dates are written by; null as the browser has it. */
  locale: string | null;
  /** A BCP 47 tag that numbers alone are written by. */
  numbers: string | null;
  dates: "medium" | "iso";
  density: "comfortable" | "compact";
  motion: "system" | "reduced";
  shortcuts: "on" | "off";
}

const KEY = "tablespeak.preferences";
const DEFAULTS: Preferences = {
  locale: null,
  numbers: null,
  dates: "medium",
  density: "comfortable",
  motion: "system",
  shortcuts: "on",
};

let current = read();
const listeners = new Set<() => void>();

function read(): Preferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const found: Preferences = { ...DEFAULTS, ...(typeof kept === "object" ? kept : {}) };
    for (const tag of [found.locale, found.numbers]) new Intl.NumberFormat(tag ?? undefined);
    return found;
  } catch {
    return DEFAULTS;
  }
}

export function preferences(): Preferences {
  return current;
}

export function prefer(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(KEY, JSON.stringify(current));
  applyPreferences();
  for (const tell of listeners) tell();
}

export function applyPreferences(): void {
  const { dataset } = document.documentElement;
  dataset.density = current.density;
  dataset.motion = current.motion;
}

/** Another tab of this browser changes them too. */
window.addEventListener("storage", ({ key }) => {
  if (key !== KEY) return;
  current = read();
  applyPreferences();
  for (const tell of listeners) tell();
});

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => current,
  );
}
