import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { problemOf, request } from "../api/client";
import { useWorkspace } from "../shell/place";
import { ErrorState } from "../ui/error-state";
import { Select } from "../ui/select";
import { useTranslation } from "../words/words";
import type { ModelView } from "./language-model";
import { modes } from "./privacy-mode";
import type { Privacy } from "./workspace-settings";

/** The exact text that a question would send, in each privacy mode; nothing is sent for it. */
export function PrivacyPreview({ model }: { model: ModelView | null }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const [chosen, setChosen] = useState<Privacy | null>(null);
  const privacy = chosen ?? (model?.privacy as Privacy | undefined) ?? "schema";
  const [question, setQuestion] = useState(t("How many rows are there?"));
  const asked = useDeferredValue(question.trim());
  const texts = useQuery({
    queryKey: ["privacy", workspace, privacy, asked],
    queryFn: () =>
      request<{ texts: string[] }>("/api/settings/model/preview", workspace, {
        method: "POST",
        body: { question: asked, privacy },
      }),
    enabled: asked !== "",
    placeholderData: (before) => before,
  });
  return (
    <div className="card">
      <div className="flex flex-wrap gap-3 border-b border-line p-4">
        <label className="min-w-0 flex-1 basis-60 space-y-1 text-sm">
          <span className="block text-quiet">{t("What would be sent for")}</span>
          <input
            value={question}
            maxLength={2000}
            onChange={(event) => setQuestion(event.target.value)}
            className="field block w-full"
          />
        </label>
        <div className="w-56 max-w-full space-y-1 text-sm [&_button]:w-full">
          <span className="block text-quiet">{t("in privacy mode")}</span>
          <Select label={t("Privacy mode")} value={privacy} choices={modes()} onChange={setChosen} />
        </div>
      </div>
      {texts.isError && <ErrorState problem={problemOf(texts.error)} onRetry={() => void texts.refetch()} />}
      {texts.data?.texts.length === 0 && (
        <p className="p-4 text-base text-quiet">{t("Nothing: in this mode no language model is asked.")}</p>
      )}
      {texts.data && texts.data.texts.length > 0 && (
        <section
          aria-label={t("The text that would be sent")}
          tabIndex={0}
          className="max-h-96 overflow-auto bg-panel p-4"
        >
          <pre className="font-mono text-xs leading-relaxed whitespace-pre-wrap">
            {texts.data.texts.join("\n\n")}
          </pre>
        </section>
      )}
    </div>
  );
}
