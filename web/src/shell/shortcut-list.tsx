import { Dialog } from "../ui/dialog";
import { t, useTranslation } from "../words/words";

const shortcuts = (): [string, string][] => [
  [t("Ctrl K or ⌘ K"), t("Find a page, table or conversation, or ask")],
  ["/", t("Go to the question field")],
  ["Enter", t("Send the question")],
  [t("Ctrl Enter or ⌘ Enter"), t("Run the SQL or the query")],
  ["Esc", t("Stop what runs, or close what is open")],
  [t("g then a"), t("Ask")],
  [t("g then d"), t("Data")],
  [t("g then q"), t("Query")],
  [t("g then b"), t("Dashboards")],
  [t("g then s"), t("Saved, or history")],
  ["?", t("This list")],
];

export default function ShortcutList({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      reads
      onOpenChange={onClose}
      title={t("Keyboard shortcuts")}
      description={t("Single keys work outside fields; they can be turned off in the settings.")}
      width="max-w-md"
    >
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-2.5 text-base">
        {shortcuts().map(([keys, does]) => (
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
