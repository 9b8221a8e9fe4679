import { useMutation } from "@tanstack/react-query";
import { LoaderCircle, Sparkles } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { type Board, boards } from "../api/boards";
import { problemOf } from "../api/client";
import { useTables } from "../api/tables";
import { useWorkspace } from "../shell/place";
import { Dialog } from "../ui/dialog";
import { Select } from "../ui/select";
import { useTranslation } from "../words/words";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onMade: (board: Board) => void;
}

const ALL = "";

/** From words, from a table, or empty. */
export function NewBoard({ open, onOpenChange, onMade }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { tables } = useTables(workspace);
  const [words, setWords] = useState("");
  const [table, setTable] = useState<string>(ALL);
  const field = useId();
  const from = useId();
  const making = useMutation({
    mutationFn: (empty: boolean) =>
      empty
        ? boards.make(workspace, { title: words.trim() || t("New dashboard") })
        : boards.quickCreate(workspace, {
            ...(words.trim() ? { question: words.trim() } : {}),
            ...(table !== ALL ? { table } : {}),
          }),
    onSuccess: (board) => {
      onOpenChange(false);
      setWords("");
      onMade(board);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    making.mutate(false);
  };
  const choices = [
    { value: ALL, label: t("What the data is mostly about") },
    ...(tables.data ?? []).map(({ name }) => ({ value: name, label: name })),
  ];
  const problem = making.isError ? problemOf(making.error) : null;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("New dashboard")}
      description={t(
        "Each tile is a query that was run and returned rows. You can change everything afterwards.",
      )}
    >
      <form onSubmit={submit} className="space-y-4">
        <div className="space-y-1.5">
          <label htmlFor={field} className="block text-sm font-medium">
            {t("What should it be about?")}
          </label>
          <input
            id={field}
            value={words}
            onChange={(event) => setWords(event.target.value)}
            placeholder={t("For example: returns by reason and month")}
            className="field w-full"
            maxLength={500}
          />
        </div>
        <div className="space-y-1.5">
          <label htmlFor={from} className="block text-sm font-medium">
            {t("Table")}
          </label>
          <Select
            id={from}
            label={t("Table")}
            value={table}
            choices={choices}
            onChange={setTable}
            className="field w-full"
          />
        </div>
        {problem && (
          <p role="alert" className="rounded-control bg-bad-tint px-3 py-2 text-sm">
            {problem.message} {problem.hint}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <button
            type="button"
            className="button-outline"
            disabled={making.isPending}
            onClick={() => making.mutate(true)}
          >
            {t("Begin empty")}
          </button>
          <button type="submit" className="button-solid" disabled={making.isPending}>
            {making.isPending ? (
              <LoaderCircle size={16} aria-hidden className="animate-spin" />
            ) : (
              <Sparkles size={16} aria-hidden />
            )}
            {making.isPending ? t("Trying queries") : t("Propose tiles")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
