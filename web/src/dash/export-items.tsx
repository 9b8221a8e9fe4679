import { FileText, Image, Presentation, Sheet } from "lucide-react";
import type { FilterValues } from "../api/boards";
import { call } from "../api/client";
import { saveFile } from "../api/downloads";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { MenuItem } from "../ui/menu";

const FORMATS = [
  { format: "pdf", label: "PDF", Icon: FileText },
  { format: "pptx", label: "PowerPoint", Icon: Presentation },
  { format: "xlsx", label: "Excel", Icon: Sheet },
  { format: "html", label: "Web page", Icon: FileText },
  { format: "png", label: "Picture", Icon: Image },
] as const;

/** As it is shown, under its filters. */
export function ExportItems({ board, values }: { board: string; values: FilterValues }) {
  const workspace = useWorkspace();
  const save = async (format: string) => {
    try {
      const search = new URLSearchParams({ format, filters: JSON.stringify(values) });
      const path = `/api/dashboards/${encodeURIComponent(board)}/export?${search}` as const;
      saveFile(await (await call(path, workspace)).blob(), `${board}.${format}`);
    } catch (error) {
      notifyProblem(error);
    }
  };
  return FORMATS.map(({ format, label, Icon }) => (
    <MenuItem key={format} Icon={Icon} onSelect={() => void save(format)}>
      Download as {label}
    </MenuItem>
  ));
}
