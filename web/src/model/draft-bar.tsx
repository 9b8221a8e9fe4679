import { useQuery } from "@tanstack/react-query";
import { CircleCheck, LoaderCircle, PencilLine } from "lucide-react";
import { useState } from "react";
import { problemOf } from "../api/client";
import { type Affected, models } from "../api/model";
import { visible } from "../format/cells";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { Dialog } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { t, useTranslation } from "../words/words";
import { useDraft, useModelChanged } from "./queries";

/** Nothing counts before it is published: what waits, what it would change, and the way back. */
export function DraftBar() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const draft = useDraft();
  const changed = useModelChanged();
  const [previewed, setPreviewed] = useState(false);
  const [busy, setBusy] = useState(false);
  if (draft === null || draft.changes.length === 0) return null;
  const { differences } = draft;
  const act = async (request: () => Promise<unknown>, said: string) => {
    setBusy(true);
    try {
      await request();
      await changed();
      setPreviewed(false);
      announce(said);
    } catch (error) {
      notifyProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const publish = () => void act(() => models.publish(workspace), t("The draft is published."));
  return (
    <section aria-label={t("Draft")} className="mb-4 rounded-card border border-line bg-tint px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="flex min-w-0 flex-1 basis-48 items-center gap-2 text-base font-medium">
          <PencilLine size={16} aria-hidden className="shrink-0 text-accent" />
          {t("Draft: {{count}} changes, not published yet", { count: differences.length })}
        </p>
        <div className="flex flex-wrap items-center gap-2 max-sm:order-last max-sm:w-full max-sm:flex-row-reverse max-sm:justify-end">
          <button
            type="button"
            className="button-quiet"
            disabled={busy}
            onClick={() => void act(() => models.discard(workspace), t("The draft is given up."))}
          >
            {t("Discard")}
          </button>
          <button type="button" className="button-outline" onClick={() => setPreviewed(true)}>
            {t("Preview")}
          </button>
          <button type="button" className="button-solid" disabled={busy} onClick={publish}>
            {busy && <LoaderCircle size={15} aria-hidden className="animate-spin" />} {t("Publish")}
          </button>
        </div>
        <Differences texts={differences.map(({ text }) => text)} />
      </div>
      {previewed && <Preview onClose={() => setPreviewed(false)} onPublish={publish} busy={busy} />}
    </section>
  );
}

const FEW = 3;

function Differences({ texts }: { texts: string[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? texts : texts.slice(0, FEW);
  return (
    <ul className="w-full space-y-0.5 text-sm">
      {shown.map((text, at) => (
        <li key={at} className="wrap-anywhere">
          <bdi>{visible(text)}</bdi>
        </li>
      ))}
      {texts.length > FEW && (
        <li>
          <button
            type="button"
            className="min-h-6 text-sm text-accent hover:underline"
            onClick={() => setAll(!all)}
          >
            {all ? t("Fewer") : t("{{texts}} more", { texts: texts.length - FEW })}
          </button>
        </li>
      )}
    </ul>
  );
}

interface PreviewProps {
  onClose: () => void;
  onPublish: () => void;
  busy: boolean;
}

/** Recent questions, metrics and what was saved, asked of the model as it is and as it would be. */
function Preview({ onClose, onPublish, busy }: PreviewProps) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const preview = useQuery({
    queryKey: ["model", workspace, "preview"],
    queryFn: () => models.draft(workspace, true),
    staleTime: 0,
  });
  const affected = preview.data?.affected ?? [];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("What publishing would change")}
      description={t(
        "Recent questions, metrics and saved queries are asked of the model as it is and as it would be.",
      )}
      width="max-w-2xl"
    >
      {preview.isPending && (
        <p className="flex items-center gap-2 text-base text-quiet" role="status">
          <LoaderCircle size={16} aria-hidden className="animate-spin" /> {t("Asking both models")}
        </p>
      )}
      {preview.isError && (
        <ErrorState problem={problemOf(preview.error)} onRetry={() => void preview.refetch()} />
      )}
      {preview.data && (
        <div className="space-y-4">
          {affected.length === 0 ? (
            <p className="flex items-center gap-2 text-base">
              <CircleCheck size={16} aria-hidden className="text-good" />
              {preview.data.asked
                ? t("No answer changes, of {{count}} recent questions.", { count: preview.data.asked })
                : t("No answer changes: nothing was asked yet.")}
            </p>
          ) : (
            <ul className="divide-y divide-line rounded-card border border-line">
              {affected.map((one) => (
                <AffectedLine key={`${one.kind} ${one.id}`} affected={one} />
              ))}
            </ul>
          )}
          <div className="flex justify-end gap-2">
            <button type="button" className="button-outline" onClick={onClose}>
              {t("Keep as draft")}
            </button>
            <button type="button" className="button-solid" disabled={busy} onClick={onPublish}>
              {t("Publish")}
            </button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

const kindWords = (): Record<string, string> => ({
  run: t("Question"),
  metric: t("Metric"),
  saved: t("Saved query"),
  verified: t("Verified answer"),
});
const changeWords = () => ({
  value: t("another value"),
  refused: t("no answer any more"),
  read_otherwise: t("read otherwise"),
});

function AffectedLine({ affected: { kind, question, change, before, after } }: { affected: Affected }) {
  const { t } = useTranslation();
  return (
    <li className="px-4 py-2.5">
      <p className="text-base font-medium wrap-anywhere">
        <bdi>{visible(question)}</bdi>
      </p>
      <p className={`text-sm ${change === "refused" ? "text-bad" : "text-quiet"}`}>
        {kindWords()[kind] ?? t("Saved")}: {changeWords()[change]}
      </p>
      <p className="mt-1 text-sm wrap-anywhere tabular-nums">
        <bdi>{visible(before)}</bdi> <span aria-hidden>→</span>
        <span className="sr-only">{t("becomes")}</span> <bdi>{visible(after)}</bdi>
      </p>
    </li>
  );
}
