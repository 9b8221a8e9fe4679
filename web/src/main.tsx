import { CSPProvider } from "@base-ui/react/csp-provider";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { ProblemError } from "./api/client";
import { router } from "./router";
import { applyPreferences } from "./settings/preferences";
import { checkAfter } from "./shell/reachable";
import { applyTheme, keptTheme } from "./shell/theme";
import "./words/words";
import "./theme.css";

applyTheme(keptTheme());
applyPreferences();

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error) => checkAfter(error, queries) }),
  mutationCache: new MutationCache({ onError: (error) => checkAfter(error, queries) }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      networkMode: "always",
      retry: (failures, error) => !(error instanceof ProblemError && error.status < 500) && failures < 2,
    },
  },
});

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no root element.");
createRoot(root).render(
  <CSPProvider disableStyleElements>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </CSPProvider>,
);
