import { useQuery } from "@tanstack/react-query";
import { Check, LoaderCircle } from "lucide-react";
import { useState } from "react";
import { problemOf } from "../api/client";
import { type ModelChange, models } from "../api/model";
import { visible } from "../format/cells";
import { useWorkspace } from "../shell/place";
import { Dialog } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { useTranslation } from "../words/words";
import { useChange } from "./queries";

/** Labels, descriptions and synonyms by the language model: none of them counts before a person takes it. */
export function SuggestedWords({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const change = useChange();
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const found = useQuery({
    queryKey: ["suggested words", workspace],
    queryFn: () => models.suggest(workspace),
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
  const changes = found.data ?? [];
  const take = async () => {
    const taken = changes.filter((_, at) => !left.has(at));
    if (await change(taken)) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("Suggested words")}
      description={t("By the language model, which is told what the privacy mode permits.")}
      width="max-w-2xl"
    >
      {found.isPending && (
        <p className="flex items-center gap-2 text-base text-quiet" role="status">
          <LoaderCircle size={16} aria-hidden className="animate-spin" /> {t("Asking the language model")}
        </p>
      )}
      {found.isError && <ErrorState problem={problemOf(found.error)} onRetry={() => void found.refetch()} />}
      {found.data && changes.length === 0 && <p className="text-base">{t("There is nothing to suggest.")}</p>}
      {changes.length > 0 && (
        <div className="space-y-4">
          <ul className="divide-y divide-line rounded-card border border-line">
            {changes.map((one, at) => (
              <li key={at}>
                <label className="flex min-h-10 cursor-pointer items-start gap-3 px-4 py-2">
                  <input
                    type="checkbox"
                    className="mt-1 size-4 accent-(--color-accent)"
                    checked={!left.has(at)}
                    onChange={() => setLeft(toggled(left, at))}
                  />
                  <span className="min-w-0 text-base wrap-anywhere">
                    <bdi className="font-medium">{one.target}</bdi>
                    <span className="block text-sm text-quiet">
                      <bdi>{visible(told(one))}</bdi>
                    </span>
                  </span>
                </label>
              </li>
            ))}
          </ul>
          <div className="flex justify-end">
            <button
              type="button"
              className="button-solid"
              disabled={left.size === changes.length}
              onClick={() => void take()}
            >
              <Check size={15} aria-hidden />{" "}
              {t("Put {{changes}} into draft", { changes: changes.length - left.size })}
            </button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

function toggled(set: ReadonlySet<number>, member: number): ReadonlySet<number> {
  const after = new Set(set);
  if (!after.delete(member)) after.add(member);
  return after;
}

function told({ set = {} }: ModelChange): string {
  return Object.entries(set)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(", ") : String(value)}`)
    .join(" · ");
}
