import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";

interface Props {
  /** A button of its own look; it gets the trigger's behaviour. */
  trigger: ReactElement;
  title?: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  className?: string;
  align?: "start" | "center" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

export const PopoverClose = Base.Close;

export function Popover({
  trigger,
  title,
  description,
  children,
  className = "w-80 p-3",
  align = "start",
  open,
  onOpenChange,
}: Props) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} collisionPadding={12} className="z-20">
          <Base.Popup className={`popup ${className}`}>
            {title && <Base.Title className="text-sm font-semibold">{title}</Base.Title>}
            {description && (
              <Base.Description className="mt-1 text-sm text-quiet">{description}</Base.Description>
            )}
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
