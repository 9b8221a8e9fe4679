import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowUp, LoaderCircle } from "lucide-react";
import { type FormEvent, useState } from "react";
import { type Board, boards } from "../api/boards";
import { problemOf } from "../api/client";
import { announce } from "../shell/announcing";
import { useWorkspace } from "../shell/place";
import { useTranslation } from "../words/words";

/** Changes in plain words; what was done, and what was not understood, is told. */
export function WordsBar({ board }: { board: Board }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const [words, setWords] = useState("");
  const change = useMutation({
    mutationFn: (said: string) => boards.changeInWords(workspace, board.name, said, board.version),
    onSuccess: (changed) => {
      queries.setQueryData(["board", workspace, board.name], changed);
      void queries.invalidateQueries({ queryKey: ["boards", workspace] });
      setWords("");
      announce(changed.told?.join(" ") ?? t("The dashboard is changed."));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (words.trim() && !change.isPending) change.mutate(words.trim());
  };
  const problem = change.isError ? problemOf(change.error) : null;
  return (
    <form onSubmit={submit} className="mx-auto max-w-[768px] space-y-2 pt-2 print:hidden">
      {(change.data?.told ?? []).map((line) => (
        <p key={line} className="text-sm text-quiet">
          <bdi>{line}</bdi>
        </p>
      ))}
      {problem && (
        <p role="alert" className="rounded-control bg-bad-tint px-3 py-2 text-sm">
          {problem.message} {problem.hint}
        </p>
      )}
      <div className="flex items-center gap-2 rounded-card border border-control bg-raised p-1.5 focus-within:ring-2 focus-within:ring-accent">
        <input
          aria-label={t("Change this dashboard in words")}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          placeholder={t("Change it in words: make the second a line by week")}
          className="min-h-9 min-w-0 flex-1 bg-transparent px-2.5 text-body outline-none pointer-coarse:text-[16px]"
          maxLength={1000}
        />
        <button type="submit" className="button-solid" disabled={!words.trim() || change.isPending}>
          {change.isPending ? (
            <LoaderCircle size={16} aria-hidden className="animate-spin" />
          ) : (
            <ArrowUp size={16} aria-hidden />
          )}
          {t("Change")}
        </button>
      </div>
    </form>
  );
}
