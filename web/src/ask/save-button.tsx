import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Bookmark, BookmarkCheck } from "lucide-react";
import { useState } from "react";
import { type Keeping, saveQuery } from "../api/feedback";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { Popover } from "../ui/popover";
import { useTranslation } from "../words/words";
import { useCard } from "./card-actions";

/** Keeps the query of an answer under a title, to be run again without asking. */
export function SaveButton({ kept, title: question }: { kept: Keeping; title: string }) {
  const { t } = useTranslation();
  const { workspace } = useCard();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [title, setTitle] = useState(question);
  const save = useMutation({
    mutationFn: () => saveQuery(workspace, kept, title.trim()),
    onSuccess: () => {
      setOpen(false);
      announce(t("Saved"));
      void queries.invalidateQueries({ queryKey: ["saved", workspace] });
    },
    onError: notifyProblem,
  });
  const Icon = save.isSuccess ? BookmarkCheck : Bookmark;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      title={t("Save this query")}
      trigger={
        <button type="button" className="button-quiet">
          <Icon size={15} aria-hidden /> {save.isSuccess ? t("Saved") : t("Save")}
        </button>
      }
    >
      <form
        className="mt-3 space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() !== "") save.mutate();
        }}
      >
        <label className="block text-sm">
          <span className="text-quiet">{t("Title")}</span>
          <input
            value={title}
            maxLength={200}
            onChange={(event) => setTitle(event.target.value)}
            className="field mt-1 w-full"
          />
        </label>
        <button type="submit" className="button-solid" disabled={title.trim() === "" || save.isPending}>
          {t("Save")}
        </button>
      </form>
    </Popover>
  );
}
