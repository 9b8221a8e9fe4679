/** Which rows and columns of a large table are in sight. */

import { type RefObject, useEffect, useState } from "react";

/** Browsers draw no element higher than some 30 million pixels: beyond this, scrolling runs faster than rows. */
export const HIGHEST = 12_000_000;

/** Rows that go by too quickly to be read are not drawn: while it `races`, `top` stays where it was. */
export interface Sight {
  top: number;
  left: number;
  width: number;
  height: number;
  pace: "rests" | "moves" | "races";
}

const RESTED = 90;

/** Of the element that scrolls; told at most once a frame. */
export function useSight(scroller: RefObject<HTMLElement | null>): Sight {
  const [sight, setSight] = useState<Sight>({ top: 0, left: 0, width: 0, height: 0, pace: "rests" });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let frame = 0;
    let resting: ReturnType<typeof setTimeout> | undefined;
    let passed = element.scrollTop;
    let [width, height] = [element.clientWidth, element.clientHeight];
    const look = () => {
      frame = 0;
      const { scrollTop: top, scrollLeft: left } = element;
      const distance = Math.abs(top - passed);
      passed = top;
      clearTimeout(resting);
      resting = setTimeout(() => setSight((before) => ({ ...before, top: passed, pace: "rests" })), RESTED);
      setSight((before) => {
        const pace = distance > height && height > 0 ? "races" : distance > 0 ? "moves" : before.pace;
        const now = { top: pace === "races" ? before.top : top, left, width, height, pace };
        return same(before, now) ? before : now;
      });
    };
    const later = () => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    const resized = new ResizeObserver(() => {
      [width, height] = [element.clientWidth, element.clientHeight];
      later();
    });
    resized.observe(element);
    element.addEventListener("scroll", later, { passive: true });
    look();
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(resting);
      resized.disconnect();
      element.removeEventListener("scroll", later);
    };
  }, [scroller]);
  return sight;
}

function same(one: Sight, other: Sight): boolean {
  return (Object.keys(one) as (keyof Sight)[]).every((name) => one[name] === other[name]);
}

/** Rows drawn beyond either edge of what is in sight. */
const OVERSCAN = 8;

export interface RowWindow {
  first: number;
  last: number;
  /** Where the first row stands, from the top of the scrolled area. */
  offset: number;
  height: number;
  /** How many rows there are where none are missing at an end. */
  slots: number;
}

/** `last` is not included. Of more rows than fit HIGHEST, the share scrolled is the share of the rows passed. */
export function rowWindow(
  total: number,
  rowHeight: number,
  top: number,
  seen: number,
  overscan = OVERSCAN,
): RowWindow {
  const whole = total * rowHeight;
  const height = Math.min(whole, HIGHEST);
  const inSight = Math.ceil(seen / rowHeight) + 1;
  if (whole <= HIGHEST) {
    const first = Math.max(0, Math.floor(top / rowHeight) - overscan);
    const last = Math.min(total, Math.floor(top / rowHeight) + inSight + overscan);
    return { first, last, offset: first * rowHeight, height, slots: inSight + 2 * overscan };
  }
  const share = Math.min(1, Math.max(0, top / Math.max(1, height - seen)));
  const exact = share * Math.max(0, total - Math.floor(seen / rowHeight));
  const first = Math.min(Math.max(0, total - inSight), Math.floor(exact));
  const last = Math.min(total, first + inSight + overscan);
  const shift = share >= 1 ? seen - (total - first) * rowHeight : -(exact - first) * rowHeight;
  return { first, last, offset: Math.max(0, top + shift), height, slots: inSight + overscan };
}

/** Columns `first` to `last` (not included) of those with left edges `starts`, the last of which is the whole width. */
export function columnWindow(starts: number[], left: number, width: number, overscan = 2): [number, number] {
  const count = starts.length - 1;
  let first = 0;
  while (first < count && (starts[first + 1] ?? 0) <= left) first++;
  let last = first;
  while (last < count && (starts[last] ?? 0) < left + width) last++;
  return [Math.max(0, first - overscan), Math.min(count, last + overscan)];
}
