import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { type SavedQuery, saved } from "../api/saved";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { Dialog } from "../ui/dialog";
import { useTranslation } from "../words/words";
import { keepOwnName, ownName } from "./own-name";
import { useSavedChanged } from "./use-saved-changed";

interface Props {
  query: SavedQuery;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function VerifyDialog({ query, open, onOpenChange }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const changed = useSavedChanged(workspace);
  const [name, setName] = useState(ownName);
  const field = useId();
  const verify = useMutation({
    mutationFn: () => saved.verify(workspace, query.name, name.trim()),
    onSuccess: () => {
      keepOwnName(name.trim());
      announce(t("{{title}} is verified", { title: query.title }));
      onOpenChange(false);
      void changed();
    },
    onError: notifyProblem,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    verify.mutate();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("Verify")}
      description={t("Questions like this one are answered by it first, and say who vouches for it.")}
    >
      <form onSubmit={submit} className="space-y-4">
        {query.question && (
          <p className="rounded-control bg-panel px-3 py-2 text-base wrap-break-word">
            <bdi>{query.question}</bdi>
          </p>
        )}
        <div className="space-y-1.5">
          <label htmlFor={field} className="block text-sm font-medium">
            {t("Your name")}
          </label>
          <input
            id={field}
            value={name}
            maxLength={100}
            autoComplete="name"
            onChange={(event) => setName(event.target.value)}
            className="field w-full"
          />
          <p className="text-sm text-quiet">{t("Only needed where one does not sign in.")}</p>
        </div>
        <div className="flex justify-end">
          <button type="submit" className="button-solid" disabled={verify.isPending}>
            {t("Verify")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
