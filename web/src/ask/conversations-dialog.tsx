import type { Workspace } from "../api/client";
import { Dialog } from "../ui/dialog";
import { useTranslation } from "../words/words";
import { ThreadList } from "./thread-list";

interface Props {
  workspace: Workspace;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onNew: () => void;
}

export default function ConversationsDialog({ workspace, open, onOpenChange, onNew }: Props) {
  const { t } = useTranslation();
  const close = () => onOpenChange(false);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("Conversations")} width="max-w-md" reads>
      <div className="-mx-5 -my-4 flex h-[70dvh] flex-col">
        <ThreadList
          workspace={workspace}
          onNew={() => {
            close();
            onNew();
          }}
          onChosen={close}
        />
      </div>
    </Dialog>
  );
}
