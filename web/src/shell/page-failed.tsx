import { problemOf } from "../api/client";
import { ErrorState } from "../ui/error-state";
import { useTranslation } from "../words/words";

/** A page that could not be loaded or drawn; the rest of the window stays. */
export function PageFailed({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="mx-auto w-full max-w-[808px] p-5">
      <h1 className="sr-only">{t("The page failed")}</h1>
      <ErrorState problem={problemOf(error)} onRetry={reset} />
    </div>
  );
}
