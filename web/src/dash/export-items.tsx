import { FileText, Image, Presentation, Sheet } from "lucide-react";
import type { FilterValues } from "../api/boards";
import { call } from "../api/client";
import { saveFile } from "../api/downloads";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { MenuItem } from "../ui/menu";
import { t, useTranslation } from "../words/words";

const formats = () =>
  [
    { format: "pdf", label: "PDF", Icon: FileText },
    { format: "pptx", label: "PowerPoint", Icon: Presentation },
    { format: "xlsx", label: "Excel", Icon: Sheet },
    { format: "html", label: t("Web page"), Icon: FileText },
    { format: "png", label: t("Picture"), Icon: Image },
  ] as const;

/** As it is shown, under its filters. */
export function ExportItems({ board, values }: { board: string; values: FilterValues }) {
  const { t } = useTranslation();
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
  return formats().map(({ format, label, Icon }) => (
    <MenuItem key={format} Icon={Icon} onSelect={() => void save(format)}>
      {t("Download as {{label}}", { label })}
    </MenuItem>
  ));
}
