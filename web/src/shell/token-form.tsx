import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keepToken } from "../api/client";
import { useTranslation } from "../words/words";

/** The server asks for a token where it listens beyond this computer. */
export function TokenForm() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [token, setToken] = useState("");
  return (
    <main className="mx-auto flex h-dvh max-w-md flex-col justify-center px-6">
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          keepToken(token.trim());
          void queries.invalidateQueries();
        }}
      >
        <h1 className="text-xl font-semibold">{t("This server asks for its token")}</h1>
        <p className="text-quiet">
          {t("It is the value of TABLESPEAK_TOKEN, and is kept until this tab closes.")}
        </p>
        <label className="block space-y-1.5 text-sm">
          <span>{t("Token")}</span>
          <input
            type="password"
            autoComplete="current-password"
            value={token}
            onChange={(event) => setToken(event.target.value)}
            className="block h-10 w-full rounded-control border border-control bg-raised px-3 text-body"
          />
        </label>
        <button type="submit" className="button-solid" disabled={token.trim() === ""}>
          {t("Go on")}
        </button>
      </form>
    </main>
  );
}
