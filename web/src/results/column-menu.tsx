import {
  ArrowDown,
  ArrowUp,
  ChartNoAxesColumn,
  EllipsisVertical,
  EyeOff,
  Filter,
  Pin,
  PinOff,
} from "lucide-react";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { useTranslation } from "../words/words";

export type ColumnAct = "ascending" | "descending" | "hide" | "pin" | "filter" | "profile";

interface Props {
  label: string;
  pinned: boolean;
  canHide: boolean;
  onAct: (act: ColumnAct) => void;
}

export function ColumnMenu({ label, pinned, canHide, onAct }: Props) {
  const { t } = useTranslation();
  return (
    <Menu
      sleeps
      trigger={
        <button
          type="button"
          aria-label={t("Column {{label}}", { label })}
          className="pressable flex size-6 shrink-0 items-center justify-center rounded-control text-quiet opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 hover:bg-hover hover:text-ink focus-visible:-outline-offset-2 data-popup-open:opacity-100 pointer-coarse:size-10 pointer-coarse:opacity-100"
        >
          <EllipsisVertical size={14} aria-hidden />
        </button>
      }
    >
      <MenuItem Icon={ArrowUp} onSelect={() => onAct("ascending")}>
        {t("Sort ascending")}
      </MenuItem>
      <MenuItem Icon={ArrowDown} onSelect={() => onAct("descending")}>
        {t("Sort descending")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem Icon={Filter} onSelect={() => onAct("filter")}>
        {t("Filter")}
      </MenuItem>
      <MenuItem Icon={ChartNoAxesColumn} onSelect={() => onAct("profile")}>
        {t("Profile")}
      </MenuItem>
      <MenuItem Icon={pinned ? PinOff : Pin} onSelect={() => onAct("pin")}>
        {pinned ? t("Unpin") : t("Pin to the left")}
      </MenuItem>
      <MenuItem
        Icon={EyeOff}
        disabled={!canHide}
        note={canHide ? undefined : t("The last one stays")}
        onSelect={() => onAct("hide")}
      >
        {t("Hide")}
      </MenuItem>
    </Menu>
  );
}
