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

export type ColumnAct = "ascending" | "descending" | "hide" | "pin" | "filter" | "profile";

interface Props {
  label: string;
  pinned: boolean;
  canHide: boolean;
  onAct: (act: ColumnAct) => void;
}

export function ColumnMenu({ label, pinned, canHide, onAct }: Props) {
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Column ${label}`}
          className="pressable flex size-6 shrink-0 items-center justify-center rounded-control text-quiet opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 hover:bg-hover hover:text-ink focus-visible:-outline-offset-2 data-popup-open:opacity-100 pointer-coarse:size-10 pointer-coarse:opacity-100"
        >
          <EllipsisVertical size={14} aria-hidden />
        </button>
      }
    >
      <MenuItem Icon={ArrowUp} onSelect={() => onAct("ascending")}>
        Sort ascending
      </MenuItem>
      <MenuItem Icon={ArrowDown} onSelect={() => onAct("descending")}>
        Sort descending
      </MenuItem>
      <MenuSeparator />
      <MenuItem Icon={Filter} onSelect={() => onAct("filter")}>
        Filter
      </MenuItem>
      <MenuItem Icon={ChartNoAxesColumn} onSelect={() => onAct("profile")}>
        Profile
      </MenuItem>
      <MenuItem Icon={pinned ? PinOff : Pin} onSelect={() => onAct("pin")}>
        {pinned ? "Unpin" : "Pin to the left"}
      </MenuItem>
      <MenuItem
        Icon={EyeOff}
        disabled={!canHide}
        note={canHide ? undefined : "The last one stays"}
        onSelect={() => onAct("hide")}
      >
        Hide
      </MenuItem>
    </Menu>
  );
}
