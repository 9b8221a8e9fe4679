import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import {
  BadgeCheck,
  BadgeX,
  CalendarClock,
  EllipsisVertical,
  GitCommitVertical,
  PencilLine,
  Play,
  SquareTerminal,
  Trash2,
} from "lucide-react";
import { type SavedQuery, saved } from "../api/saved";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { useTranslation } from "../words/words";
import type { What } from "./query-dialogs";
import { useSavedChanged } from "./use-saved-changed";

interface Props {
  query: SavedQuery;
  onChoose: (what: What | "delete") => void;
}

export function QueryMenu({ query, onChoose }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const changed = useSavedChanged(workspace);
  const takeBack = useMutation({
    mutationFn: () => saved.takeBack(workspace, query.name),
    onSuccess: async () => {
      announce(t("{{title}} is not verified any more", { title: query.title }));
      await changed();
    },
    onError: notifyProblem,
  });
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="button-quiet size-8 justify-center px-0 pointer-coarse:size-10"
          aria-label={t("Actions for {{title}}", { title: query.title })}
        >
          <EllipsisVertical size={16} aria-hidden />
        </button>
      }
    >
      <MenuItem Icon={Play} onSelect={() => onChoose("run")}>
        {t("Run")}
      </MenuItem>
      <MenuItem
        Icon={SquareTerminal}
        onSelect={() => void navigate({ to: "/query/$id", params: { id: query.name } })}
      >
        {t("Open in Query")}
      </MenuItem>
      {query.status !== "verified" && query.question && (
        <MenuItem Icon={BadgeCheck} onSelect={() => onChoose("verify")}>
          {t("Verify")}
        </MenuItem>
      )}
      {query.verified && (
        <MenuItem Icon={BadgeX} onSelect={() => takeBack.mutate()}>
          {t("Take the verification back")}
        </MenuItem>
      )}
      <MenuItem Icon={PencilLine} onSelect={() => onChoose("rename")}>
        {t("Rename")}
      </MenuItem>
      <MenuItem Icon={GitCommitVertical} onSelect={() => onChoose("versions")}>
        {t("Versions")}
      </MenuItem>
      <MenuItem Icon={CalendarClock} onSelect={() => onChoose("schedules")}>
        {t("Schedules")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem Icon={Trash2} danger onSelect={() => onChoose("delete")} note={t("Can be restored")}>
        {t("Delete")}
      </MenuItem>
    </Menu>
  );
}
