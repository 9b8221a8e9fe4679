import { FileUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "../words/words";

/** Files dropped anywhere on the page. */
interface Props {
  onFiles: (files: File[]) => void;
  /** Nothing can be taken while the server is gone, which is said before the file is let go. */
  closed: boolean;
}

export function DropArea({ onFiles, closed }: Props) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const receive = useRef<Props["onFiles"] | null>(onFiles);
  useEffect(() => {
    receive.current = closed ? null : onFiles;
  });
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      receive.current?.(Array.from(event.dataTransfer?.files ?? []));
    };
    window.addEventListener("dragover", onDragOver);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragover", onDragOver);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("drop", onDrop);
    };
  }, []);
  if (!over) return null;
  return (
    <div className="pointer-events-none fixed inset-3 z-30 flex items-center justify-center rounded-card border-2 border-dashed border-accent bg-ground/90">
      <p className="flex items-center gap-3 text-lg font-medium">
        <FileUp aria-hidden className={closed ? "text-warning" : "text-accent"} />
        {closed
          ? t("Files can be added once Tablespeak can be reached again")
          : t("Drop to add to your data")}
      </p>
    </div>
  );
}
