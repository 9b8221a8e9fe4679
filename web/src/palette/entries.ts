/** What the palette finds: pages, tables, columns, saved queries, conversations and actions, and last the text as a question. */

export interface Entry {
  id: string;
  group: string;
  label: string;
  note?: string;
  run: () => void;
}

const MOST_OF_A_GROUP = 6;

/** Entries whose words all begin words of the label or note, those of the label's start first. */
export function found(entries: Entry[], text: string): Entry[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const fitting = entries.filter(({ label, note }) => {
    const known = `${label} ${note ?? ""}`.toLocaleLowerCase();
    return words.every((word) => known.includes(word));
  });
  const starts = ({ label }: Entry) => label.toLocaleLowerCase().startsWith(words[0] ?? "");
  const counts = new Map<string, number>();
  return fitting
    .toSorted((one, other) => Number(starts(other)) - Number(starts(one)))
    .filter(({ group }) => {
      counts.set(group, (counts.get(group) ?? 0) + 1);
      return words.length === 0 || (counts.get(group) ?? 0) <= MOST_OF_A_GROUP;
    });
}
