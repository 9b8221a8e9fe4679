import { type FormEvent, useId, useState } from "react";
import { Dialog } from "../ui/dialog";
import { useTranslation } from "../words/words";

interface Naming {
  title: string;
  description?: string;
}

interface Props {
  /** As it is called now. */
  named: Naming;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onChange: (changes: Naming) => Promise<boolean>;
}

export function RenameDialog({ named, open, onOpenChange, onChange }: Props) {
  const { t } = useTranslation();
  const [title, setTitle] = useState(named.title);
  const [description, setDescription] = useState(named.description ?? "");
  const name = useId();
  const about = useId();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() && (await onChange({ title: title.trim(), description: description.trim() })))
      onOpenChange(false);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("Rename")}>
      <form onSubmit={(event) => void submit(event)} className="space-y-4">
        <div className="space-y-1.5">
          <label htmlFor={name} className="block text-sm font-medium">
            {t("Title")}
          </label>
          <input
            id={name}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
            className="field w-full"
            maxLength={200}
          />
        </div>
        <div className="space-y-1.5">
          <label htmlFor={about} className="block text-sm font-medium">
            {t("Description")}
          </label>
          <textarea
            id={about}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
            rows={2}
            className="field w-full py-2"
          />
        </div>
        <div className="flex justify-end">
          <button type="submit" className="button-solid" disabled={!title.trim()}>
            {t("Save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
