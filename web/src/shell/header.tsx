import { Menu } from "@base-ui/react/menu";
import { Link } from "@tanstack/react-router";
import { Check, EllipsisVertical, Keyboard, Monitor, Moon, Search, Settings, Sun } from "lucide-react";
import type { Workspace } from "../api/client";
import icon from "../icon.svg";
import { popups } from "../ui/popups";
import { openPalette, openShortcuts } from "./keys";
import { HeaderNavigation } from "./navigation";
import { isThere } from "./pages";
import { applyTheme, type ThemeChoice, useThemeChoice } from "./theme";

interface Props {
  workspace: Workspace;
  sampleExists: boolean;
  reachable: boolean;
  onWorkspace: (workspace: Workspace) => void;
}

export function Header({ workspace, sampleExists, reachable, onWorkspace }: Props) {
  return (
    <header className="flex min-h-14 shrink-0 items-center gap-3 border-b border-line px-4 print:hidden">
      <Link
        to="/"
        className="flex items-center gap-2 rounded-control text-body font-semibold tracking-tight pointer-coarse:min-h-10"
      >
        <img src={icon} alt="" width={24} height={24} />
        <span className="max-[360px]:sr-only">Tablespeak</span>
      </Link>
      <HeaderNavigation />
      <div className="ml-auto flex items-center gap-1">
        {(sampleExists || workspace === "sample") && (
          <WorkspaceChoice workspace={workspace} onChoose={onWorkspace} />
        )}
        <button
          type="button"
          className="button-quiet size-9 justify-center px-0"
          aria-label="Find anything"
          title="Find anything (Ctrl K)"
          onClick={openPalette}
        >
          <Search size={17} aria-hidden />
        </button>
        <ServerState reachable={reachable} />
        <MainMenu />
      </div>
    </header>
  );
}

const WORKSPACES: { name: Workspace; label: string; short: string }[] = [
  { name: "default", label: "Your data", short: "Yours" },
  { name: "sample", label: "Sample data", short: "Sample" },
];

function WorkspaceChoice({
  workspace,
  onChoose,
}: {
  workspace: Workspace;
  onChoose: (name: Workspace) => void;
}) {
  return (
    <fieldset className="mr-1 flex rounded-control bg-panel p-0.5 text-sm">
      <legend className="sr-only">Which data to work with</legend>
      {WORKSPACES.map(({ name, label, short }) => (
        <button
          key={name}
          type="button"
          aria-pressed={workspace === name}
          onClick={() => onChoose(name)}
          className="pressable min-h-7 rounded-[5px] px-2.5 text-quiet hover:text-ink aria-pressed:bg-raised aria-pressed:font-medium aria-pressed:text-ink aria-pressed:shadow-sm aria-pressed:ring-1 aria-pressed:ring-line pointer-coarse:min-h-9"
        >
          <span className="max-lg:hidden">{label}</span>
          <span className="lg:hidden">{short}</span>
        </button>
      ))}
    </fieldset>
  );
}

function ServerState({ reachable }: { reachable: boolean }) {
  const word = reachable ? "Server works" : "Offline";
  const dot = (
    <>
      <span className={`size-2 rounded-full ${reachable ? "bg-good" : "bg-bad"}`} aria-hidden />
      <span className={reachable ? "sr-only" : "text-sm text-bad"}>{word}</span>
    </>
  );
  const shape = "flex min-h-9 min-w-9 items-center justify-center gap-1.5";
  if (!isThere("health")) return reachable ? null : <span className={`${shape} px-2`}>{dot}</span>;
  return (
    <Link to="/health" title={word} className={`button-quiet ${shape}`}>
      {dot}
    </Link>
  );
}

const THEMES: { value: ThemeChoice; label: string; Icon: typeof Sun }[] = [
  { value: "system", label: "As the system", Icon: Monitor },
  { value: "light", label: "Light", Icon: Sun },
  { value: "dark", label: "Dark", Icon: Moon },
];

function MainMenu() {
  const choice = useThemeChoice();
  return (
    <Menu.Root>
      <Menu.Trigger className="button-quiet size-9 justify-center px-0" aria-label="Menu" title="Menu">
        <EllipsisVertical size={17} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal container={popups}>
        <Menu.Positioner align="end" sideOffset={6} className="z-20">
          <Menu.Popup className="popup min-w-52 p-1">
            {isThere("settings") && (
              <Menu.LinkItem className="menu-item" closeOnClick render={<Link to="/settings" />}>
                <Settings size={15} aria-hidden /> Settings
              </Menu.LinkItem>
            )}
            <Menu.Item className="menu-item" onClick={openShortcuts}>
              <Keyboard size={15} aria-hidden /> Keyboard shortcuts
            </Menu.Item>
            <Menu.Separator className="my-1 border-t border-line" />
            <Menu.Group>
              <Menu.GroupLabel className="px-2 pt-1.5 pb-1 text-xs text-quiet">Theme</Menu.GroupLabel>
              <Menu.RadioGroup value={choice} onValueChange={(value) => applyTheme(value as ThemeChoice)}>
                {THEMES.map(({ value, label, Icon }) => (
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
