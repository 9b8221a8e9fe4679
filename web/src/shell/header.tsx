import { Menu } from "@base-ui/react/menu";
import { Check, Monitor, Moon, Plus, Sun } from "lucide-react";
import type { Workspace } from "../api/client";
import icon from "../icon.svg";
import { applyTheme, type ThemeChoice, useThemeChoice } from "./theme";

interface Props {
  workspace: Workspace;
  sampleExists: boolean;
  reachable: boolean;
  canClear: boolean;
  onWorkspace: (workspace: Workspace) => void;
  onNew: () => void;
}

export function Header({ workspace, sampleExists, reachable, canClear, onWorkspace, onNew }: Props) {
  return (
    <header className="flex min-h-14 items-center gap-3 border-b border-line px-4 print:hidden">
      <a href="/" className="flex items-center gap-2 rounded-control text-body font-semibold tracking-tight">
        <img src={icon} alt="" width={24} height={24} />
        <span className="max-[360px]:sr-only">Tablespeak</span>
      </a>
      {(sampleExists || workspace === "sample") && (
        <WorkspaceChoice workspace={workspace} onChoose={onWorkspace} />
      )}
      <div className="ml-auto flex items-center gap-1">
        {canClear && (
          <button type="button" className="button-quiet" onClick={onNew}>
            <Plus size={16} aria-hidden />
            <span className="max-sm:sr-only">New conversation</span>
          </button>
        )}
        <ServerState reachable={reachable} />
        <ThemeMenu />
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
    <fieldset className="ml-1 flex rounded-control bg-panel p-0.5 text-sm">
      <legend className="sr-only">Which data to ask</legend>
      {WORKSPACES.map(({ name, label, short }) => (
        <button
          key={name}
          type="button"
          aria-pressed={workspace === name}
          onClick={() => onChoose(name)}
          className="pressable min-h-7 rounded-[5px] px-2.5 text-quiet hover:text-ink aria-pressed:bg-raised aria-pressed:font-medium aria-pressed:text-ink aria-pressed:shadow-sm aria-pressed:ring-1 aria-pressed:ring-line pointer-coarse:min-h-9"
        >
          <span className="max-sm:hidden">{label}</span>
          <span className="sm:hidden">{short}</span>
        </button>
      ))}
    </fieldset>
  );
}

function ServerState({ reachable }: { reachable: boolean }) {
  if (reachable) return null;
  return (
    <span className="flex items-center gap-1.5 px-2 text-sm text-bad">
      <span className="size-2 rounded-full bg-bad" aria-hidden />
      Offline
    </span>
  );
}

const THEMES: { value: ThemeChoice; label: string; Icon: typeof Sun }[] = [
  { value: "system", label: "As the system", Icon: Monitor },
  { value: "light", label: "Light", Icon: Sun },
  { value: "dark", label: "Dark", Icon: Moon },
];

function ThemeMenu() {
  const choice = useThemeChoice();
  const Current = THEMES.find(({ value }) => value === choice)?.Icon ?? Monitor;
  return (
    <Menu.Root>
      <Menu.Trigger className="button-quiet size-9 justify-center px-0" aria-label="Theme" title="Theme">
        <Current size={17} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={6} className="z-20">
          <Menu.Popup className="popup min-w-44 p-1">
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
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
