import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "../words/words";

export function CopyButton({ label, text }: { label: string; text: () => string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      className="button-quiet"
      onClick={() => void navigator.clipboard.writeText(text()).then(() => setCopied(true))}
    >
      <Icon size={15} aria-hidden />
      {copied ? t("Copied") : label}
    </button>
  );
}
