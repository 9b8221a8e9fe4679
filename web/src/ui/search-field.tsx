import { Search } from "lucide-react";

interface Props {
  label: string;
  value: string;
  onChange: (text: string) => void;
}

export function SearchField({ label, value, onChange }: Props) {
  return (
    <label className="relative mb-4 block">
      <span className="sr-only">{label}</span>
      <Search
        size={15}
        aria-hidden
        className="pointer-events-none absolute inset-y-0 left-3 my-auto text-quiet"
      />
      <input
        type="search"
        value={value}
        placeholder={label}
        onChange={(event) => onChange(event.target.value)}
        className="field w-full pl-9"
      />
    </label>
  );
}
