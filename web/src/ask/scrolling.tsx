import { ArrowDown } from "lucide-react";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "../words/words";
import type { Turn } from "./talk";

const NEAR = 80;
/** Who is still scrolling is not scrolled. */
const AT_REST = 150;
/** What stands below an answer comes a little after its end. */
const TAIL = 1000;

export interface Scroll {
  frame: RefObject<HTMLDivElement | null>;
  missed: boolean;
  toAnswer: () => void;
}

interface Place {
  scroller: Element;
  /** How far the reader is above the place where the answer begins; below it less than 0. */
  above: number;
  /** From the end of all there is. */
  fromEnd: number;
  /** Some of the answer is in sight. */
  inSight: boolean;
}

/**
 * A new question comes to the top once. After that new content is followed only within 80 px of where it stands or of
 * the end; who has gone further away is told by a button.
 */
export function useScroll(turns: Turn[], running: Turn | null): Scroll {
  const frame = useRef<HTMLDivElement>(null);
  const latest = turns.at(-1)?.key;
  const followed = useFollowing(frame, running?.key, latest);
  const [missed, setMissed] = useState<number | null>(null);
  const { look, cameNear } = followed;

  useEffect(() => {
    if (latest === undefined) return;
    toTurn(frame.current, latest);
    setMissed(null);
  }, [latest]);

  const before = useRef<number | undefined>(undefined);
  useEffect(() => {
    const ran = before.current;
    before.current = running?.key;
    if (ran === undefined || running !== null) return;
    const place = look(ran);
    if (place !== null && isAway(place, ran === latest)) setMissed(ran);
  }, [running, latest, look]);

  useEffect(
    () =>
      cameNear(() =>
        setMissed((key) => {
          const place = key === null ? null : look(key);
          return place === null || !isAway(place, key === latest) ? null : key;
        }),
      ),
    [cameNear, look, latest],
  );

  return {
    frame,
    missed: missed !== null,
    toAnswer: () => {
      if (missed !== null) toTurn(frame.current, missed);
      setMissed(null);
    },
  };
}

function isAway({ above, inSight }: Place, isLatest: boolean): boolean {
  return isLatest ? above > NEAR : !inSight;
}

function toTurn(frame: HTMLElement | null, key: number): void {
  frame?.querySelector(`[data-turn="${key}"]`)?.scrollIntoView({ block: "start" });
}

interface Following {
  look: (key: number) => Place | null;
  /** Calls back whenever the reader has moved; gives what ends that. */
  cameNear: (moved: () => void) => () => void;
}

function useFollowing(
  frame: RefObject<HTMLDivElement | null>,
  running: number | undefined,
  latest: number | undefined,
): Following {
  const until = useRef(0);
  const key = useRef(latest);
  useEffect(() => {
    key.current = latest;
    until.current = running === undefined ? performance.now() + TAIL : Number.POSITIVE_INFINITY;
  }, [running, latest]);

  const look = useCallback((turn: number) => placeOf(frame.current, turn), [frame]);
  const listeners = useRef(new Set<() => void>());
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    let scrolled = 0;
    let fromEnd = 0;
    const moved = () => {
      scrolled = performance.now();
      fromEnd = key.current === undefined ? 0 : (look(key.current)?.fromEnd ?? 0);
      for (const tell of listeners.current) tell();
    };
    const observer = new ResizeObserver(() => {
      element.style.setProperty("--room", `${element.clientHeight - 48}px`);
      const place = key.current === undefined ? null : look(key.current);
      const now = performance.now();
      if (place !== null && now < until.current && now - scrolled > AT_REST) follow(place, fromEnd);
      fromEnd = place === null || key.current === undefined ? 0 : (look(key.current)?.fromEnd ?? 0);
    });
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    element.addEventListener("scroll", moved, { passive: true });
    window.addEventListener("scroll", moved, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", moved);
      window.removeEventListener("scroll", moved);
    };
  }, [frame, look]);

  const cameNear = useCallback((moved: () => void) => {
    listeners.current.add(moved);
    return () => void listeners.current.delete(moved);
  }, []);
  return { look, cameNear };
}

/** `fromEnd` is of before: who was at the end stays there, and who was near the beginning of the answer comes to it. */
function follow({ scroller, above, fromEnd: now }: Place, fromEnd: number): void {
  if (above < -1 && fromEnd <= NEAR) scroller.scrollTop += now;
  else if (above > 1 && above <= NEAR) scroller.scrollTop += above;
}

/** On short screens the whole page scrolls. */
function placeOf(frame: HTMLElement | null, key: number): Place | null {
  const turn = frame?.querySelector<HTMLElement>(`[data-turn="${key}"]`);
  if (!frame || !turn) return null;
  const isWhole = getComputedStyle(frame).overflowY === "visible";
  const scroller = isWhole ? (document.scrollingElement ?? frame) : frame;
  const top = isWhole ? 0 : frame.getBoundingClientRect().top;
  const rect = turn.getBoundingClientRect();
  const margin = Number.parseFloat(getComputedStyle(turn).scrollMarginTop) || 0;
  const fromEnd = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  return {
    scroller,
    above: Math.min(rect.top - top - margin, fromEnd),
    fromEnd,
    inSight: rect.bottom > top && rect.top < top + scroller.clientHeight,
  };
}

export function NewAnswer({ scroll }: { scroll: Scroll }) {
  const { t } = useTranslation();
  if (!scroll.missed) return null;
  return (
    <button
      type="button"
      onClick={scroll.toAnswer}
      className="button-solid absolute bottom-full left-1/2 z-10 mb-2 -translate-x-1/2 rounded-full shadow-lg shadow-[#00000033] short:fixed short:bottom-3"
    >
      <ArrowDown size={15} aria-hidden /> {t("New answer")}
    </button>
  );
}
