/** Imports go on while pages change, so they are kept above them. */

import { useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { createContext, lazy, type ReactNode, Suspense, useContext, useState } from "react";
import { json } from "../api/client";
import { useWorkspace } from "../shell/place";
import { type Imports, useImports } from "./imports";
import { dataChanged } from "./queries";

const SameName = lazy(() => import("./same-name"));

interface Adding {
  imports: Imports;
  add: (files: File[]) => void;
}

const ImportsContext = createContext<Adding | null>(null);

export function ImportsProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const imports = useImports("default", () => {
    void dataChanged(queries, "default");
    void queries.resetQueries({ queryKey: ["insights", "default"] });
  });
  const [asked, setAsked] = useState<{ files: File[]; known: string[] } | null>(null);
  const add = async (files: File[]) => {
    const known = await knownNames();
    const twice = files.map(({ name }) => name).filter((name) => known.has(name));
    if (twice.length === 0) imports.start(files);
    else setAsked({ files, known: twice });
  };
  return (
    <ImportsContext value={{ imports, add: (files) => void add(files) }}>
      {children}
      {asked !== null && (
        <Suspense>
          <SameName
            names={asked.known}
            onCancel={() => setAsked(null)}
            onChoose={(separate) => {
              setAsked(null);
              imports.start(asked.files, separate);
            }}
          />
        </Suspense>
      )}
    </ImportsContext>
  );
}

/** Of the files that are there. Where they cannot be told, the server decides: the same name is a new version. */
async function knownNames(): Promise<Set<string>> {
  try {
    const { files } = await json<{ files: { name: string }[] }>("/api/files", "default");
    return new Set(files.map(({ name }) => name));
  } catch {
    return new Set();
  }
}

function useAdding(): Adding {
  const adding = useContext(ImportsContext);
  if (adding === null) throw new Error("Imports are kept by the shell.");
  return adding;
}

export function useImportsHere(): Imports {
  return useAdding().imports;
}

/** Files always go to the person's own data: added while the sample is shown, the page turns to that. */
export function useAddFiles(): (files: File[]) => void {
  const { add } = useAdding();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const onData = useLocation({ select: ({ pathname }) => pathname.startsWith("/data") });
  return (files) => {
    if (files.length === 0) return;
    add(files);
    if (workspace === "sample")
      void navigate({ to: onData ? "/data" : "/", search: { workspace: undefined } });
  };
}
