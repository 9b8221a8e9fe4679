export function SaveRow({ onCancel, label = "Put into draft" }: { onCancel: () => void; label?: string }) {
  return (
    <div className="flex justify-end gap-2 pt-1">
      <button type="button" className="button-outline" onClick={onCancel}>
        Cancel
      </button>
      <button type="submit" className="button-solid">
        {label}
      </button>
    </div>
  );
}
