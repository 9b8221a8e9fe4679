/** Imports go on while pages change, so they are kept above them. */

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { createContext, type ReactNode, useContext } from "react";
import { useWorkspace } from "../shell/place";
import { type Imports, useImports } from "./imports";

const ImportsContext = createContext<Imports | null>(null);

export function ImportsProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const imports = useImports("default", () => {
    void queries.invalidateQueries({ queryKey: ["tables", "default"] });
    void queries.invalidateQueries({ queryKey: ["suggestions", "default"] });
    void queries.resetQueries({ queryKey: ["insights", "default"] });
  });
  return <ImportsContext value={imports}>{children}</ImportsContext>;
}

export function useImportsHere(): Imports {
  const imports = useContext(ImportsContext);
  if (imports === null) throw new Error("Imports are kept by the shell.");
  return imports;
}

/** Files always go to the person's own data: added while the sample is shown, the page turns to that. */
export function useAddFiles(): (files: File[]) => void {
  const imports = useImportsHere();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  return (files) => {
    if (files.length === 0) return;
    imports.start(files);
    if (workspace === "sample") void navigate({ to: "/", search: { workspace: undefined } });
  };
}
