import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "../words/words";

interface Props {
  label: string;
  text: string;
  /** null takes the filter away. */
  onText: (text: string | null) => void;
}

export function FilterField({ label, text, onText }: Props) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <span className="inline-flex min-h-8 items-center rounded-control border border-control bg-raised pl-2.5 pointer-coarse:min-h-10">
      <label className="flex items-center gap-1.5">
        <bdi className="text-quiet">{label}</bdi>
        <input
          ref={field}
          value={text}
          placeholder={t("contains")}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            onText(null);
          }}
          className="w-32 bg-transparent py-1 pointer-coarse:text-[16px]"
        />
      </label>
      <button
        type="button"
        className="button-quiet size-7 min-h-7 justify-center px-0"
        aria-label={t("Remove the filter on {{label}}", { label })}
        onClick={() => onText(null)}
      >
        <X size={14} aria-hidden />
      </button>
    </span>
  );
}
