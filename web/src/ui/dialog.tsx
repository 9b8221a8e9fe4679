import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useReachable } from "../shell/reachable";
import { Writes } from "../shell/writes";
import { useTranslation } from "../words/words";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** The widest it gets, as a class. */
  width?: string;
  /** Nothing in it changes anything on the server. */
  reads?: boolean;
}

/** In front of the page, which cannot be used meanwhile; focus returns to the opener. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  width = "max-w-lg",
  reads = false,
}: Props) {
  const { t } = useTranslation();
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-30 bg-[#0d1117]/50" />
        <Base.Popup
          className={`popup fixed top-1/2 left-1/2 z-30 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col ${width}`}
        >
          <div className="flex items-start gap-3 border-b border-line px-5 py-3.5">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-lg font-semibold wrap-break-word">{title}</Base.Title>
              {description && (
                <Base.Description className="mt-0.5 text-sm text-quiet">{description}</Base.Description>
              )}
            </div>
            <Base.Close className="button-quiet -mr-2 size-8 justify-center px-0" aria-label={t("Close")}>
              <X size={17} aria-hidden />
            </Base.Close>
          </div>
          <div className="min-h-0 overflow-y-auto px-5 py-4">
            {reads ? children : <Changing>{children}</Changing>}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** What was typed stays while the server is gone. */
function Changing({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const reachable = useReachable();
  return (
    <>
      {!reachable && (
        <p role="status" className="mb-3 rounded-control bg-warning-tint px-3 py-2 text-sm text-warning">
          {t("Tablespeak cannot be reached, so this waits until it is back. What you typed stays.")}
        </p>
      )}
      <Writes>{children}</Writes>
    </>
  );
}
