import { MessagesSquare, Plus } from "lucide-react";
import { useState } from "react";
import type { Workspace } from "../api/client";
import { Dialog } from "../ui/dialog";
import { ThreadList } from "./thread-list";

interface Props {
  workspace: Workspace;
  canClear: boolean;
  onNew: () => void;
}

/** Where the list of conversations has no room beside the page. */
export function ConversationBar({ workspace, canClear, onNew }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <div className="flex items-center justify-between border-b border-line px-2 py-1 min-[1100px]:hidden print:hidden">
      <button type="button" className="button-quiet" onClick={() => setOpen(true)}>
        <MessagesSquare size={16} aria-hidden /> Conversations
      </button>
      {canClear && (
        <button type="button" className="button-quiet" onClick={onNew}>
          <Plus size={16} aria-hidden /> New conversation
        </button>
      )}
      <Dialog open={open} onOpenChange={setOpen} title="Conversations" width="max-w-md">
        <div className="-mx-5 -my-4 flex h-[70dvh] flex-col">
          <ThreadList
            workspace={workspace}
            onNew={() => {
              setOpen(false);
              onNew();
            }}
            onChosen={() => setOpen(false)}
          />
        </div>
      </Dialog>
    </div>
  );
}
