/** What the address of a Data page says beyond its path. */

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";

export type Search = Record<string, string | undefined>;

/** The search of the address, and a way to change some of it; what is undefined leaves. */
export function useAddress(): [Search, (changes: Search, replace?: boolean) => void] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const change = useCallback(
    (changes: Search, replace = false) =>
      void navigate({
        to: ".",
        search: ((old: Search) => ({ ...old, ...changes })) as never,
        replace,
      }),
    [navigate],
  );
  return [search, change];
}

const TYPED_AFTER = 150;

export interface AddressText {
  /** In the field, as it is typed. */
  text: string;
  write: (text: string) => void;
  /** In the address, a moment later; what was written elsewhere comes into the field. */
  kept: string;
}

/** A field whose text the address keeps. */
export function useAddressText(name: string): AddressText {
  const [{ [name]: kept = "" }, change] = useAddress();
  const [text, write] = useState(kept);
  const known = useRef(kept);
  useEffect(() => {
    if (kept === known.current) return;
    known.current = kept;
    write(kept);
  }, [kept]);
  useEffect(() => {
    if (text === known.current) return;
    const timer = setTimeout(() => {
      known.current = text;
      change({ [name]: text || undefined }, true);
    }, TYPED_AFTER);
    return () => clearTimeout(timer);
  }, [text, name, change]);
  return { text, write, kept };
}

const RESERVED = "model";

/** The part of a path that means a table; one called as a page of ours is marked. */
export function tablePart(name: string): string {
  return name.toLowerCase() === RESERVED ? `~${name}` : name;
}

export function tableOf(part: string): string {
  return part.startsWith("~") ? part.slice(1) : part;
}
