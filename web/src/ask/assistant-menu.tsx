import { Menu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { LateMenuProps } from "../ui/late-menu";
import { popups } from "../ui/popups";
import { type AssistantChoice, assistants } from "./assistants";

interface Props extends LateMenuProps {
  value: AssistantChoice;
  onChange: (value: AssistantChoice) => void;
}

export default function AssistantMenu({ value, onChange, trigger, startsOpen }: Props) {
  return (
    <Menu.Root defaultOpen={startsOpen}>
      <Menu.Trigger render={trigger} />
      <Menu.Portal container={popups}>
        <Menu.Positioner side="top" align="start" sideOffset={6} className="z-20">
          <Menu.Popup className="popup p-1">
            <Menu.RadioGroup value={value} onValueChange={(next) => onChange(next as AssistantChoice)}>
              {assistants().map(({ value: one, label, does }) => (
                <Menu.RadioItem key={one} value={one} closeOnClick className="menu-item py-1.5">
                  <span className="flex-1">
                    <span className="block font-medium">{label}</span>
                    <span className="block text-xs text-quiet">{does}</span>
                  </span>
                  <Menu.RadioItemIndicator>
                    <Check size={15} aria-hidden />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
