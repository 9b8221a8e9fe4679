import { Menu } from "@base-ui/react/menu";
import { Link } from "@tanstack/react-router";
import { Check, Keyboard, Monitor, Moon, Settings, Sun } from "lucide-react";
import type { LateMenuProps } from "../ui/late-menu";
import { popups } from "../ui/popups";
import { t, useTranslation } from "../words/words";
import { openShortcuts } from "./keys";
import { isThere } from "./pages";
import { applyTheme, type ThemeChoice, useThemeChoice } from "./theme";

const themes = (): { value: ThemeChoice; label: string; Icon: typeof Sun }[] => [
  { value: "system", label: t("As the system"), Icon: Monitor },
  { value: "light", label: t("Light"), Icon: Sun },
  { value: "dark", label: t("Dark"), Icon: Moon },
];

export default function MainMenu({ trigger, startsOpen }: LateMenuProps) {
  const { t } = useTranslation();
  const choice = useThemeChoice();
  return (
    <Menu.Root defaultOpen={startsOpen}>
      <Menu.Trigger render={trigger} />
      <Menu.Portal container={popups}>
        <Menu.Positioner align="end" sideOffset={6} className="z-20">
          <Menu.Popup className="popup min-w-52 p-1">
            {isThere("settings") && (
              <Menu.LinkItem className="menu-item" closeOnClick render={<Link to="/settings" />}>
                <Settings size={15} aria-hidden /> {t("Settings")}
              </Menu.LinkItem>
            )}
            <Menu.Item className="menu-item" onClick={openShortcuts}>
              <Keyboard size={15} aria-hidden /> {t("Keyboard shortcuts")}
            </Menu.Item>
            <Menu.Separator className="my-1 border-t border-line" />
            <Menu.Group>
              <Menu.GroupLabel className="px-2 pt-1.5 pb-1 text-xs text-quiet">{t("Theme")}</Menu.GroupLabel>
              <Menu.RadioGroup value={choice} onValueChange={(value) => applyTheme(value as ThemeChoice)}>
                {themes().map(({ value, label, Icon }) => (
                  <Menu.RadioItem key={value} value={value} closeOnClick className="menu-item">
                    <Icon size={15} aria-hidden />
                    <span className="flex-1">{label}</span>
                    <Menu.RadioItemIndicator>
                      <Check size={15} aria-hidden />
                    </Menu.RadioItemIndicator>
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
