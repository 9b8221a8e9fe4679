import { FileText, Image, Presentation, Sheet } from "lucide-react";
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

export function ExportItems({ board }: { board: string }) {
  const workspace = useWorkspace();
  const save = async (format: string) => {
    try {
      const path = `/api/dashboards/${encodeURIComponent(board)}/export?format=${format}` as const;
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
