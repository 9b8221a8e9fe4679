import { ProblemError, problemOf } from "../api/client";
import { ErrorState } from "./error-state";

interface Props {
  query: { data: unknown; error: unknown; refetch: () => unknown };
}

/** Why nothing could be read. What was read before stays where the server is away, or failed this time. */
export function FailedQuery({ query: { data, error, refetch } }: Props) {
  const isRefused = error instanceof ProblemError && error.status < 500;
  if (!error || (data !== undefined && !isRefused)) return null;
  return (
    <div className="card mb-4">
      <ErrorState problem={problemOf(error)} onRetry={() => void refetch()} />
    </div>
  );
}
