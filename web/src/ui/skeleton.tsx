import { type ReactNode, useEffect, useState } from "react";

/** Shown once something took 150 ms, so that what is quick does not flicker. */
export function Skeleton({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-hidden className={shown ? "" : "invisible"}>
      {children}
    </div>
  );
}

/** Lines in the shape of a list that is on its way. */
export function SkeletonLines({ count }: { count: number }) {
  return (
    <Skeleton>
      <div className="space-y-2">
        {Array.from({ length: count }, (_, at) => (
          <div key={at} className="skeleton h-12" />
        ))}
      </div>
    </Skeleton>
  );
}
