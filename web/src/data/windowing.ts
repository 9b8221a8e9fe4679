/** Which rows and columns of a large table are in sight. */

import { type RefObject, useEffect, useState } from "react";

/** Browsers draw no element higher than some 30 million pixels: beyond this, scrolling runs faster than rows. */
export const HIGHEST = 12_000_000;

export interface Sight {
  top: number;
  /** Where scrolling last was slow enough for what passed by to be read. */
  rest: number;
  left: number;
  width: number;
  height: number;
}

const RESTED = 90;

/** Of the element that scrolls; told at most once a frame. */
export function useSight(scroller: RefObject<HTMLElement | null>): Sight {
  const [sight, setSight] = useState<Sight>({ top: 0, rest: 0, left: 0, width: 0, height: 0 });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let frame = 0;
    let resting: ReturnType<typeof setTimeout> | undefined;
    let passed = 0;
    const look = () => {
      frame = 0;
      const { scrollTop: top, scrollLeft: left, clientWidth: width, clientHeight: height } = element;
      const races = Math.abs(top - passed) > height && height > 0;
      passed = top;
      clearTimeout(resting);
      if (races) resting = setTimeout(() => setSight((before) => ({ ...before, rest: before.top })), RESTED);
      setSight((before) => {
        const now = { top, rest: races ? before.rest : top, left, width, height };
        return same(before, now) ? before : now;
      });
    };
    const later = () => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    const resized = new ResizeObserver(later);
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
  return (
    one.top === other.top &&
    one.rest === other.rest &&
    one.left === other.left &&
    one.width === other.width &&
    one.height === other.height
  );
}

export interface RowWindow {
  first: number;
  last: number;
  /** Where the first row stands, from the top of the scrolled area. */
  offset: number;
  height: number;
}

/** `last` is not included. Of more rows than fit HIGHEST, the share scrolled is the share of the rows passed. */
export function rowWindow(
  total: number,
  rowHeight: number,
  top: number,
  seen: number,
  overscan = 8,
): RowWindow {
  const whole = total * rowHeight;
  const height = Math.min(whole, HIGHEST);
  const inSight = Math.ceil(seen / rowHeight) + 1;
  if (whole <= HIGHEST) {
    const first = Math.max(0, Math.floor(top / rowHeight) - overscan);
    const last = Math.min(total, Math.floor(top / rowHeight) + inSight + overscan);
    return { first, last, offset: first * rowHeight, height };
  }
  const share = Math.min(1, Math.max(0, top / Math.max(1, height - seen)));
  const exact = share * Math.max(0, total - Math.floor(seen / rowHeight));
  const first = Math.min(Math.max(0, total - inSight), Math.floor(exact));
  const last = Math.min(total, first + inSight + overscan);
  const shift = share >= 1 ? seen - (total - first) * rowHeight : -(exact - first) * rowHeight;
  return { first, last, offset: Math.max(0, top + shift), height };
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
