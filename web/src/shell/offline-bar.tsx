import { CloudOff, X } from "lucide-react";

interface Props {
  reachable: boolean;
  notice: string | null;
  onDismiss: () => void;
}

export function OfflineBar({ reachable, notice, onDismiss }: Props) {
  return (
    <div role="status" className="empty:hidden">
      {!reachable && (
        <p className="flex items-center justify-center gap-2 bg-warning-tint px-4 py-2 text-sm text-warning">
          <CloudOff size={16} aria-hidden />
          Tablespeak cannot be reached. What is shown stays; trying again by itself.
        </p>
      )}
      {reachable && notice !== null && (
        <div className="flex items-center justify-center gap-2 bg-bad-tint px-4 py-1 text-sm text-bad">
          <span>{notice}</span>
          <button type="button" className="button-quiet" aria-label="Dismiss" onClick={onDismiss}>
            <X size={15} aria-hidden />
          </button>
        </div>
      )}
    </div>
  );
}
