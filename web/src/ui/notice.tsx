import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface Props {
  Icon: LucideIcon;
  /** The colour of the icon, as a class. */
  tone: string;
  title: ReactNode;
  children?: ReactNode;
}

export function Notice({ Icon, tone, title, children }: Props) {
  return (
    <div className="flex items-start gap-2.5 p-4 sm:p-5">
      <Icon size={20} aria-hidden className={`mt-0.5 shrink-0 ${tone}`} />
      <div className="min-w-0 max-w-[70ch] flex-1 space-y-1.5 text-base wrap-break-word">
        <p className="text-body font-medium">{title}</p>
        {children}
      </div>
    </div>
  );
}
