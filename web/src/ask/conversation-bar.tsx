import { MessagesSquare, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { Workspace } from "../api/client";
import { useTranslation } from "../words/words";

const ConversationsDialog = lazy(() => import("./conversations-dialog"));

interface Props {
  workspace: Workspace;
  canClear: boolean;
  onNew: () => void;
}

/** Where the list of conversations has no room beside the page. */
export function ConversationBar({ workspace, canClear, onNew }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [opened, setOpened] = useState(false);
  const show = () => {
    setOpened(true);
    setOpen(true);
  };
  return (
    <div className="flex items-center justify-between border-b border-line px-2 py-1 min-[1100px]:hidden print:hidden">
      <button type="button" className="button-quiet" onClick={show}>
        <MessagesSquare size={16} aria-hidden /> {t("Conversations")}
      </button>
      {canClear && (
        <button type="button" className="button-quiet" onClick={onNew}>
          <Plus size={16} aria-hidden /> {t("New conversation")}
        </button>
      )}
      <Suspense>
        {opened && (
          <ConversationsDialog workspace={workspace} open={open} onOpenChange={setOpen} onNew={onNew} />
        )}
      </Suspense>
    </div>
  );
}
