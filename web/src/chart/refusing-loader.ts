import { type Loader, loader } from "vega";

/** Rows come inline, so anything that a spec would fetch is refused. */
export function refusingLoader(): Loader {
  const refusing = loader();
  const refuse = () => Promise.reject(new Error("Charts load nothing."));
  return { ...refusing, load: refuse, sanitize: refuse, http: refuse, file: refuse };
}
