import { type FormEvent, useId, useState } from "react";
import type { Board } from "../api/boards";
import { Dialog } from "../ui/dialog";

interface Props {
  board: Board;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onChange: (changes: Partial<Board>) => Promise<boolean>;
}

export function RenameDialog({ board, open, onOpenChange, onChange }: Props) {
  const [title, setTitle] = useState(board.title);
  const [description, setDescription] = useState(board.description ?? "");
  const name = useId();
  const about = useId();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() && (await onChange({ title: title.trim(), description: description.trim() })))
      onOpenChange(false);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Rename">
      <form onSubmit={(event) => void submit(event)} className="space-y-4">
        <div className="space-y-1.5">
          <label htmlFor={name} className="block text-sm font-medium">
            Title
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
            Description
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
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}
