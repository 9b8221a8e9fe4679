import { useQuery } from "@tanstack/react-query";
import { CircleAlert, Download } from "lucide-react";
import { useState } from "react";
import { problemOf } from "../api/client";
import { models } from "../api/model";
import type { Problem } from "../api/nouns";
import { saveBlob } from "../data/save-blob";
import { announce } from "../shell/announcing";
import { useWorkspace } from "../shell/place";
import { FailedQuery } from "../ui/failed-query";
import { SkeletonLines } from "../ui/skeleton";
import { useTranslation } from "../words/words";
import { useModelChanged } from "./queries";

/** The whole model as YAML; what it says otherwise goes into the draft. */
export function TextTab() {
  const workspace = useWorkspace();
  const text = useQuery({
    queryKey: ["model", workspace, "text"],
    queryFn: () => models.text(workspace),
    staleTime: 0,
  });
  if (text.data === undefined)
    return text.isPending ? <SkeletonLines count={8} /> : <FailedQuery query={text} />;
  return <Editor key={text.data} kept={text.data} />;
}

function Editor({ kept }: { kept: string }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const changed = useModelChanged();
  const [text, setText] = useState(kept);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await models.putText(workspace, text);
      await changed();
      announce(t("The text is in the draft."));
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label htmlFor="model-text" className="block max-w-[70ch] text-sm text-quiet">
        {t(
          "YAML. Metrics, joins and synonyms that are taken out of the text are removed; what is only told, such as counts and samples, is not read.",
        )}
      </label>
      <textarea
        id="model-text"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        aria-invalid={problem !== null}
        aria-describedby={problem ? "model-text-problem" : undefined}
        className="block h-[max(20rem,calc(100dvh-27rem))] w-full resize-y rounded-card border border-control bg-raised p-4 font-mono text-sm whitespace-pre"
      />
      {problem && (
        <p
          id="model-text-problem"
          role="alert"
          className="flex items-start gap-2 rounded-control bg-bad-tint px-3 py-2 text-sm text-bad"
        >
          <CircleAlert size={15} aria-hidden className="mt-0.5 shrink-0" />
          <span className="wrap-anywhere">
            {problem.message} {problem.hint}
          </span>
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <button type="submit" className="button-solid" disabled={busy || text === kept}>
          {t("Put into draft")}
        </button>
        <button
          type="button"
          className="button-outline"
          disabled={text === kept}
          onClick={() => {
            setText(kept);
            setProblem(null);
          }}
        >
          {t("Reset")}
        </button>
        <button
          type="button"
          className="button-quiet ml-auto"
          onClick={() => saveBlob(new Blob([text], { type: "application/yaml" }), "model.yaml")}
        >
          <Download size={15} aria-hidden /> {t("Download")}
        </button>
      </div>
    </form>
  );
}
