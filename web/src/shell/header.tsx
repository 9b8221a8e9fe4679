import { Link } from "@tanstack/react-router";
import { EllipsisVertical, Search } from "lucide-react";
import { lazy } from "react";
import type { Workspace } from "../api/client";
import icon from "../icon.svg";
import { LateMenu } from "../ui/late-menu";
import { t, useTranslation } from "../words/words";
import { openPalette } from "./keys";
import { HeaderNavigation } from "./navigation";
import { isThere } from "./pages";

interface Props {
  workspace: Workspace;
  sampleExists: boolean;
  reachable: boolean;
  onWorkspace: (workspace: Workspace) => void;
}

export function Header({ workspace, sampleExists, reachable, onWorkspace }: Props) {
  const { t } = useTranslation();
  return (
    <header className="flex min-h-14 shrink-0 items-center gap-3 border-b border-line px-4 print:hidden">
      <Link
        to="/"
        className="flex items-center gap-2 rounded-control text-body font-semibold tracking-tight pointer-coarse:min-h-10"
      >
        <img src={icon} alt="" width={24} height={24} />
        <span className="max-[430px]:sr-only">{t("Tablespeak")}</span>
      </Link>
      <HeaderNavigation />
      <div className="ml-auto flex items-center gap-1">
        {(sampleExists || workspace === "sample") && (
          <WorkspaceChoice workspace={workspace} onChoose={onWorkspace} />
        )}
        <button
          type="button"
          className="button-quiet size-9 justify-center px-0"
          aria-label={t("Find anything")}
          title={t("Find anything (Ctrl K)")}
          onClick={openPalette}
        >
          <Search size={17} aria-hidden />
        </button>
        <ServerState reachable={reachable} />
        <MenuButton />
      </div>
    </header>
  );
}

const workspaces = (): { name: Workspace; label: string; short: string }[] => [
  { name: "default", label: t("Your data"), short: t("Yours") },
  { name: "sample", label: t("Sample data"), short: t("Sample") },
];

function WorkspaceChoice({
  workspace,
  onChoose,
}: {
  workspace: Workspace;
  onChoose: (name: Workspace) => void;
}) {
  const { t } = useTranslation();
  return (
    <fieldset className="mr-1 flex rounded-control bg-panel p-0.5 text-sm">
      <legend className="sr-only">{t("Which data to work with")}</legend>
      {workspaces().map(({ name, label, short }) => (
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
  const { t } = useTranslation();
  const word = reachable ? t("Server works") : t("Offline");
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

const MainMenu = lazy(() => import("./main-menu"));

function MenuButton() {
  const { t } = useTranslation();
  return (
    <LateMenu
      menu={(late) => <MainMenu {...late} />}
      trigger={
        <button
          type="button"
          className="button-quiet size-9 justify-center px-0"
          aria-label={t("Menu")}
          aria-haspopup="menu"
          title={t("Menu")}
        >
          <EllipsisVertical size={17} aria-hidden />
        </button>
      }
    />
  );
}
