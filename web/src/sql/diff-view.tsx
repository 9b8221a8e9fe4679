import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { LOOK } from "./look";
import { language, mounted } from "./mounted";

export interface DiffProps {
  before: string;
  after: string;
  label: string;
}

export default function DiffView({ before, after, label }: DiffProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return;
    const view = mounted(
      host.current,
      EditorState.create({
        doc: after,
        extensions: [
          LOOK,
          lineNumbers(),
          language({ tables: [], functions: [] }),
          unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: {} }),
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true" }),
          EditorView.lineWrapping,
        ],
      }),
    );
    return () => view.destroy();
  }, [before, after, label]);
  return <div ref={host} className="overflow-hidden rounded-control border border-line bg-raised" />;
}
