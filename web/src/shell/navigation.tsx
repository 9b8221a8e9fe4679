import { Link, useParams } from "@tanstack/react-router";
import {
  Bookmark,
  Database,
  History,
  LayoutDashboard,
  type LucideIcon,
  MessageCircleQuestion,
  SquareTerminal,
} from "lucide-react";
import { useSyncExternalStore } from "react";
import { talkOf } from "../ask/talk";
import { t, useTranslation } from "../words/words";
import { isThere, type PageName } from "./pages";
import { useWorkspace } from "./place";

interface Item {
  to: "/" | "/data" | "/query" | "/dash" | "/saved" | "/history";
  label: string;
  /** Where five of them have little room. */
  short?: string;
  Icon: LucideIcon;
  page: PageName | null;
}

const items = (): Item[] => [
  { to: "/", label: t("Ask"), Icon: MessageCircleQuestion, page: null },
  { to: "/data", label: t("Data"), Icon: Database, page: "data" },
  { to: "/query", label: t("Query"), Icon: SquareTerminal, page: "query" },
  { to: "/dash", label: t("Dashboards"), short: t("Boards"), Icon: LayoutDashboard, page: "dashboards" },
  { to: "/saved", label: t("Saved"), Icon: Bookmark, page: "saved" },
  { to: "/history", label: t("History"), Icon: History, page: "history" },
];

/** Five at most: History is a tab of Saved where there is one. */
export const navigation = () =>
  items().filter(({ page }) => page === null || (isThere(page) && !(page === "history" && isThere("saved"))));

/** Ask leads back to the conversation that is going on. */
function useAskLink() {
  const workspace = useWorkspace();
  const talk = talkOf(workspace);
  const { threadId } = useSyncExternalStore(talk.subscribe, talk.current);
  const { thread } = useParams({ strict: false });
  const here = thread !== undefined ? ({ "aria-current": "page" } as const) : {};
  return threadId === null
    ? { to: "/" as const, ...here }
    : { to: "/t/$thread" as const, params: { thread: threadId }, ...here };
}

export function HeaderNavigation() {
  const { t } = useTranslation();
  const ask = useAskLink();
  return (
    <nav aria-label={t("Pages")} className="hidden items-center gap-0.5 md:flex">
      {navigation().map(({ to, label }) => (
        <Link
          key={to}
          {...(to === "/" ? ask : { to })}
          activeOptions={{ exact: to === "/", includeSearch: false }}
          className="pressable flex min-h-8 items-center rounded-control px-2.5 text-base text-quiet hover:bg-hover hover:text-ink aria-[current=page]:bg-panel aria-[current=page]:font-medium aria-[current=page]:text-ink"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

export function BottomNavigation() {
  const { t } = useTranslation();
  const ask = useAskLink();
  if (navigation().length < 2) return null;
  return (
    <nav
      aria-label={t("Pages")}
      className="flex shrink-0 border-t border-line bg-ground pb-[env(safe-area-inset-bottom)] md:hidden print:hidden"
    >
      {navigation().map(({ to, label, short, Icon }) => (
        <Link
          key={to}
          {...(to === "/" ? ask : { to })}
          activeOptions={{ exact: to === "/", includeSearch: false }}
          className="pressable flex min-h-13 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-quiet focus-visible:-outline-offset-2 aria-[current=page]:font-medium aria-[current=page]:text-accent"
        >
          <Icon size={19} aria-hidden />
          {short === undefined ? (
            <span className="max-w-full truncate px-0.5">{label}</span>
          ) : (
            <>
              <span className="px-0.5 max-[359px]:hidden">{label}</span>
              <span className="px-0.5 min-[360px]:hidden">{short}</span>
            </>
          )}
        </Link>
      ))}
    </nav>
  );
}
