import { useMutation } from "@tanstack/react-query";
import { Check, CircleAlert, LoaderCircle, Stethoscope, TriangleAlert } from "lucide-react";
import { problemOf, request } from "../api/client";
import { useWorkspace } from "../shell/place";
import { ErrorState } from "../ui/error-state";
import { t, useTranslation } from "../words/words";

export interface Finding {
  name: string;
  status: "ok" | "weak" | "failed";
  told: string;
}

const looks = () => ({
  ok: { Icon: Check, word: t("Works"), tone: "text-good" },
  weak: { Icon: TriangleAlert, word: t("Weak"), tone: "text-warning" },
  failed: { Icon: CircleAlert, word: t("Failed"), tone: "text-bad" },
});

export function Line({ name, status, told }: Finding) {
  const { Icon, word, tone } = looks()[status];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2.5 text-base">
      <span className="w-36 font-medium first-letter:uppercase">{name}</span>
      <bdi className="min-w-0 flex-1 basis-48 text-quiet wrap-anywhere">{told}</bdi>
      <span className={`flex items-center gap-1.5 text-sm ${tone}`}>
        <Icon size={14} aria-hidden /> {word}
      </span>
    </li>
  );
}

/** The doctor: each part is used once. */
export function Trials() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const check = useMutation({
    mutationFn: () => request<{ findings: Finding[] }>("/api/health/check", workspace, { method: "POST" }),
  });
  return (
    <>
      <button
        type="button"
        className="button-outline"
        disabled={check.isPending}
        onClick={() => check.mutate()}
      >
        {check.isPending ? (
          <LoaderCircle size={15} aria-hidden className="animate-spin" />
        ) : (
          <Stethoscope size={15} aria-hidden />
        )}
        {check.isPending ? t("Trying") : t("Test")}
      </button>
      {check.isError && <ErrorState problem={problemOf(check.error)} onRetry={() => check.mutate()} />}
      {check.data && (
        <ul className="card divide-y divide-line" aria-label={t("What was found")}>
          {check.data.findings.map((finding, at) => (
            <Line key={at} {...finding} />
          ))}
        </ul>
      )}
    </>
  );
}
