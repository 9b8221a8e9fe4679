import { useSyncExternalStore } from "react";

export type ThemeChoice = "system" | "light" | "dark";
export type Ground = "light" | "dark";

const KEY = "tablespeak.theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

export function keptTheme(): ThemeChoice {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

export function applyTheme(choice: ThemeChoice): void {
  localStorage.setItem(KEY, choice);
  if (choice === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  for (const tell of listeners) tell();
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  system.addEventListener("change", tell);
  return () => {
    listeners.delete(tell);
    system.removeEventListener("change", tell);
  };
}

function ground(): Ground {
  const choice = keptTheme();
  return choice === "system" ? (system.matches ? "dark" : "light") : choice;
}

export function useGround(): Ground {
  return useSyncExternalStore(subscribe, ground);
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, keptTheme);
}
