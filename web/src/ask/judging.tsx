import { Popover } from "@base-ui/react/popover";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { useState } from "react";
import { type Cause, judge, judged } from "../api/feedback";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { t, useTranslation } from "../words/words";
import { useCard } from "./card-actions";

const causes = (): { cause: Cause; label: string }[] => [
  { cause: "table", label: t("Table") },
  { cause: "filter", label: t("Filter") },
  { cause: "period", label: t("Period") },
  { cause: "calculation", label: t("Calculation") },
  { cause: "chart", label: t("Chart") },
];

/** Right marks the query; Wrong asks what, and becomes a case to review. */
export function Judging({ runId, onFix }: { runId: string; onFix?: () => void }) {
  const { t } = useTranslation();
  const { workspace } = useCard();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const key = ["feedback", workspace, runId];
  const said = useQuery({ queryKey: key, queryFn: () => judged(workspace, runId), staleTime: 300_000 });
  const say = useMutation({
    mutationFn: (judgement: Parameters<typeof judge>[2]) => judge(workspace, runId, judgement),
    onSuccess: ({ verdict }) => {
      setOpen(false);
      announce(verdict === "right" ? t("Marked as right") : t("Sent to the review"));
      void queries.invalidateQueries({ queryKey: key });
    },
    onError: notifyProblem,
  });
  const fix = () => {
    setOpen(false);
    onFix?.();
  };
  const verdict = said.data?.at(-1)?.verdict ?? null;
  return (
    <>
      <button
        type="button"
        className="button-quiet aria-pressed:text-good"
        aria-pressed={verdict === "right"}
        onClick={() => say.mutate({ verdict: "right" })}
      >
        <ThumbsUp size={15} aria-hidden /> {t("Right")}
      </button>
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger className={`button-quiet ${verdict === "wrong" ? "text-bad" : ""}`}>
          <ThumbsDown size={15} aria-hidden /> {t("Wrong")}
          {verdict === "wrong" && <span className="sr-only"> {t("(said before)")}</span>}
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner sideOffset={6} align="start" collisionPadding={12} className="z-20">
            <Popover.Popup className="popup w-80 p-4">
              <Popover.Title className="text-base font-semibold">{t("What is wrong?")}</Popover.Title>
              <WrongForm
                sending={say.isPending}
                onSend={(cause, words) => say.mutate({ verdict: "wrong", cause, words })}
                onFix={onFix && fix}
              />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </>
  );
}

interface FormProps {
  sending: boolean;
  onSend: (cause: Cause, words: string) => void;
  onFix?: () => void;
}

function WrongForm({ sending, onSend, onFix }: FormProps) {
  const { t } = useTranslation();
  const [cause, setCause] = useState<Cause | null>(null);
  const [words, setWords] = useState("");
  return (
    <form
      className="mt-3 space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (cause !== null) onSend(cause, words.trim());
      }}
    >
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">{t("What is wrong")}</legend>
        {causes().map(({ cause: one, label }) => (
          <label
            key={one}
            className="chip cursor-pointer has-checked:border-accent has-checked:bg-tint has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="cause"
              className="sr-only"
              checked={cause === one}
              onChange={() => setCause(one)}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <label className="block text-sm">
        <span className="text-quiet">{t("What should it be? (optional)")}</span>
        <textarea
          rows={3}
          maxLength={10_000}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          className="field mt-1 w-full resize-none py-2"
        />
      </label>
      <div className="flex flex-wrap gap-2">
        <button type="submit" className="button-solid" disabled={cause === null || sending}>
          {t("Send")}
        </button>
        {onFix && (
          <button type="button" className="button-outline" onClick={onFix}>
            {t("Fix the SQL")}
          </button>
        )}
      </div>
    </form>
  );
}
