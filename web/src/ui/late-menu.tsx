import { cloneElement, type ReactElement, type ReactNode, Suspense, useState } from "react";

export interface LateMenuProps {
  /** A button; it gets the menu's behaviour. */
  trigger: ReactElement<TriggerProps>;
  startsOpen: boolean;
}

interface TriggerProps {
  autoFocus?: boolean;
  onBlur?: () => void;
  onClick?: () => void;
  onFocus?: () => void;
}

interface Props {
  menu: (late: LateMenuProps) => ReactNode;
  trigger: ReactElement<TriggerProps>;
}

/** A menu whose code comes after the page was drawn: its button stands at once, and what was pressed early opens then. */
export function LateMenu({ menu, trigger }: Props) {
  const [pressed, setPressed] = useState(false);
  const [focused, setFocused] = useState(false);
  const early = cloneElement(trigger, {
    onBlur: () => setFocused(false),
    onClick: () => setPressed(true),
    onFocus: () => setFocused(true),
  });
  return (
    <Suspense fallback={early}>
      {menu({ trigger: cloneElement(trigger, { autoFocus: focused }), startsOpen: pressed })}
    </Suspense>
  );
}
