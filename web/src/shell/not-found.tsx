import { Link } from "@tanstack/react-router";
import { useTranslation } from "../words/words";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className="mx-auto flex h-full max-w-md flex-col items-start justify-center gap-4 px-6">
      <h1 className="text-xl font-semibold">{t("There is no such page")}</h1>
      <p className="text-quiet">{t("The address may be mistyped, or belong to another version.")}</p>
      <Link className="button-outline" to="/">
        {t("Ask a question")}
      </Link>
    </div>
  );
}
