import { Menu as Base } from "@base-ui/react/menu";
import type { LucideIcon } from "lucide-react";
import {
  type ButtonHTMLAttributes,
  cloneElement,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useState,
} from "react";
import { popups } from "./popups";

interface Props {
  /** A button of its own look; it gets the trigger's behaviour. */
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "center" | "end";
  /** Only the button is there until it is first pressed: for menus that stand by the dozen. */
  sleeps?: boolean;
}

export function Menu({ trigger, children, align = "end", sleeps = false }: Props) {
  const [woken, setWoken] = useState(!sleeps);
  if (!woken) return <Sleeping trigger={trigger} onWake={() => setWoken(true)} />;
  return (
    <Base.Root defaultOpen={sleeps}>
      <Base.Trigger render={trigger} />
      <Base.Portal container={popups}>
        <Base.Positioner sideOffset={6} align={align} collisionPadding={12} className="z-20">
          <Base.Popup className="popup max-h-(--available-height) min-w-44 overflow-y-auto p-1">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Sleeping({ trigger, onWake }: { trigger: ReactElement; onWake: () => void }) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    onWake();
  };
  return cloneElement(trigger as ReactElement<ButtonHTMLAttributes<HTMLButtonElement>>, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onClick: onWake,
    onKeyDown,
  });
}

interface ItemProps {
  Icon?: LucideIcon;
  onSelect: () => void;
  disabled?: boolean;
  /** Under the label: what it does, or why it cannot be chosen. */
  note?: string;
  danger?: boolean;
  children: ReactNode;
}

export function MenuItem({ Icon, onSelect, disabled = false, note, danger = false, children }: ItemProps) {
  return (
    <Base.Item
      className={`menu-item py-1 data-disabled:text-quiet ${danger ? "text-bad" : ""}`}
      onClick={onSelect}
      disabled={disabled}
    >
      {Icon && <Icon size={15} aria-hidden className="shrink-0" />}
      <span className="min-w-0 flex-1">
        {children}
        {note && <span className="block text-xs text-quiet">{note}</span>}
      </span>
    </Base.Item>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="my-1 border-t border-line" />;
}
