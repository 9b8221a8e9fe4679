import { t, useTranslation } from "../words/words";

export function SaveRow({ onCancel, label = t("Put into draft") }: { onCancel: () => void; label?: string }) {
  const { t } = useTranslation();
  return (
    <div className="flex justify-end gap-2 pt-1">
      <button type="button" className="button-outline" onClick={onCancel}>
        {t("Cancel")}
      </button>
      <button type="submit" className="button-solid">
        {label}
      </button>
    </div>
  );
}
