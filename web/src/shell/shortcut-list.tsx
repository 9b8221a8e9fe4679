import { Dialog } from "../ui/dialog";

const KEYS: [string, string][] = [
  ["Ctrl K or ⌘ K", "Find a page, table or conversation, or ask"],
  ["/", "Go to the question field"],
  ["Enter", "Send the question"],
  ["Ctrl Enter or ⌘ Enter", "Run the SQL or the query"],
  ["Esc", "Stop what runs, or close what is open"],
  ["g then a", "Ask"],
  ["g then d", "Data"],
  ["g then q", "Query"],
  ["g then b", "Dashboards"],
  ["g then s", "Saved, or history"],
  ["?", "This list"],
];

export default function ShortcutList({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      open
      reads
      onOpenChange={onClose}
      title="Keyboard shortcuts"
      description="Single keys work outside fields; they can be turned off in the settings."
      width="max-w-md"
    >
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-2.5 text-base">
        {KEYS.map(([keys, does]) => (
          <div key={keys} className="contents">
            <dt>
              <kbd className="rounded-control border border-line bg-panel px-1.5 py-0.5 font-sans text-sm">
                {keys}
              </kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
