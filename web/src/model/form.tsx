import { type ReactNode, useId } from "react";

interface LabelledProps {
  label: string;
  note?: string;
  children: (id: string) => ReactNode;
}

export function Labelled({ label, note, children }: LabelledProps) {
  const id = useId();
  return (
    <div className="min-w-0 space-y-1">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      {children(id)}
      {note && <p className="text-xs text-quiet">{note}</p>}
    </div>
  );
}

interface TextProps {
  label: string;
  note?: string;
  value: string;
  onChange: (text: string) => void;
  lines?: number;
  code?: boolean;
  required?: boolean;
}

export function TextInput({ label, note, value, onChange, lines = 1, code = false, required }: TextProps) {
  const shape = `field block w-full ${code ? "font-mono text-sm" : ""}`;
  return (
    <Labelled label={label} note={note}>
      {(id) =>
        lines > 1 ? (
          <textarea
            id={id}
            rows={lines}
            value={value}
            required={required}
            onChange={(event) => onChange(event.target.value)}
            className={`${shape} py-1.5`}
          />
        ) : (
          <input
            id={id}
            value={value}
            required={required}
            onChange={(event) => onChange(event.target.value)}
            className={shape}
          />
        )
      }
    </Labelled>
  );
}

/** "a, b" and back. */
export function listed(words: string[]): string {
  return words.join(", ");
}

export function words(text: string): string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** Only what is other than before, so that nothing else is taken for a person's word; an empty text is none. */
export function changedOnly(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, unknown> {
  const same = (one: unknown, other: unknown) =>
    JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
  const pairs = Object.entries(after).map(([name, value]) => [name, value === "" ? null : value] as const);
  return Object.fromEntries(pairs.filter(([name, value]) => !same(before[name], value)));
}
