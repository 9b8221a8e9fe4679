import { ArrowDown } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Turn } from "./talk";

const NEAR = 80;

export interface Scroll {
  frame: RefObject<HTMLDivElement | null>;
  missed: boolean;
  onScroll: () => void;
  toLatest: () => void;
}

/** A new question comes to the top once; after that only the reader moves the page. */
export function useScroll(turns: Turn[], running: boolean): Scroll {
  const frame = useRef<HTMLDivElement>(null);
  const [missed, setMissed] = useState(false);
  const latest = turns.at(-1)?.key;

  const distance = () => {
    const heading = frame.current?.querySelector<HTMLElement>(`[data-turn="${latest}"]`);
    return heading
      ? heading.getBoundingClientRect().top - (frame.current?.getBoundingClientRect().bottom ?? 0)
      : 0;
  };

  const toLatest = () => {
    frame.current?.querySelector(`[data-turn="${latest}"]`)?.scrollIntoView({ block: "start" });
    setMissed(false);
  };

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      element.style.setProperty("--room", `${element.clientHeight - 48}px`),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (latest !== undefined)
      frame.current?.querySelector(`[data-turn="${latest}"]`)?.scrollIntoView({ block: "start" });
  }, [latest]);

  const before = useRef(running);
  useEffect(() => {
    if (before.current && !running && distance() > -NEAR) setMissed(true);
    before.current = running;
  });

  return {
    frame,
    missed,
    onScroll: () => {
      if (missed && distance() < -NEAR) setMissed(false);
    },
    toLatest,
  };
}

export function NewAnswer({ scroll }: { scroll: Scroll }) {
  if (!scroll.missed) return null;
  return (
    <button
      type="button"
      onClick={scroll.toLatest}
      className="button-solid absolute bottom-full left-1/2 mb-2 -translate-x-1/2 rounded-full shadow-lg shadow-[#00000033]"
    >
      <ArrowDown size={15} aria-hidden /> New answer
    </button>
  );
}
