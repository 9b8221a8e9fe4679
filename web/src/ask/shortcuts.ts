import { type RefObject, useEffect } from "react";
import { preferences } from "../settings/preferences";

/** `/` goes to the composer, Escape stops; single keys work outside fields only. */
export function useShortcuts(field: RefObject<HTMLElement | null>, running: boolean, stop: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape" && running && !isPopupOpen()) stop();
      if (event.key === "/" && !isField(event.target) && preferences().shortcuts === "on") {
        event.preventDefault();
        field.current?.focus();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [field, running, stop]);
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.matches("input, textarea, select") || target.isContentEditable)
  );
}

function isPopupOpen(): boolean {
  return document.querySelector("[data-popup-open], [role=dialog]") !== null;
}
