import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { talkOf } from "../ask/talk";
import { preferences } from "../settings/preferences";
import { navigation } from "./navigation";
import { useWorkspace } from "./place";

const Palette = lazy(() => import("../palette/palette"));
const ShortcutList = lazy(() => import("./shortcut-list"));

type Open = "palette" | "shortcuts" | null;

const PAGES: Record<string, string[]> = {
  a: ["/"],
  d: ["/data"],
  q: ["/query"],
  b: ["/dash"],
  s: ["/saved", "/history"],
};
const SECOND_WITHIN = 1200;

let openHere: (open: Open) => void = () => undefined;

export function openPalette(): void {
  openHere("palette");
}

export function openShortcuts(): void {
  openHere("shortcuts");
}

/** Keys that work on every page; single ones outside fields only, and not where they are turned off. */
export function Keys() {
  const [open, setOpen] = useState<Open>(null);
  const navigate = useNavigate();
  const workspace = useWorkspace();
  useEffect(() => {
    openHere = setOpen;
    let went = 0;
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setOpen((now) => (now === "palette" ? null : "palette"));
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !singleKeys(event))
        return;
      if (event.key === "?") return setOpen("shortcuts");
      if (event.key === "g") {
        went = event.timeStamp;
        return;
      }
      const to = PAGES[event.key]?.find((path) => navigation().some((item) => item.to === path));
      if (to !== undefined && event.timeStamp - went < SECOND_WITHIN) {
        event.preventDefault();
        const thread = to === "/" ? talkOf(workspace).state.threadId : null;
        if (thread === null) void navigate({ to: to as "/" });
        else void navigate({ to: "/t/$thread", params: { thread } });
      }
      went = 0;
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [navigate, workspace]);
  const close = () => setOpen(null);
  return (
    <Suspense>
      {open === "palette" && <Palette onClose={close} onShortcuts={openShortcuts} />}
      {open === "shortcuts" && <ShortcutList onClose={close} />}
    </Suspense>
  );
}

function singleKeys({ target }: KeyboardEvent): boolean {
  if (preferences().shortcuts === "off") return false;
  const isField =
    target instanceof HTMLElement &&
    (target.matches("input, textarea, select, [role=combobox]") ||
      target.isContentEditable ||
      target.shadowRoot !== null);
  return !isField && document.querySelector("[data-popup-open], [role=dialog]") === null;
}
