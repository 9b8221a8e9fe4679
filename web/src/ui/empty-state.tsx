import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface Props {
  Icon: LucideIcon;
  /** One sentence. */
  title: string;
  /** One action. */
  children?: ReactNode;
}

export function EmptyState({ Icon, title, children }: Props) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-card border border-dashed border-line bg-panel px-6 py-12 text-center">
      <Icon size={26} aria-hidden className="text-quiet" />
      <p className="max-w-[50ch] text-body text-pretty">{title}</p>
      {children}
    </div>
  );
}
