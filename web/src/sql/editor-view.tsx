import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension, Prec, Transaction } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
  type ViewUpdate,
} from "@codemirror/view";
import { useEffect, useRef } from "react";
import { flushSync } from "react-dom";
import { t } from "../words/words";
import {
  EMPTY_CATALOGUE,
  type FindValues,
  type SqlCatalogue,
  type SqlProblem,
  unitOffset,
} from "./catalogue";
import { columnSource, functionSource, valueSource } from "./completion";
import { DuckDB } from "./duckdb";
import { LOOK } from "./look";
import { language, mounted } from "./mounted";
import { typedOver } from "./typed-over";

export interface EditorProps {
  value: string;
  onChange?: (sql: string) => void;
  catalogue?: SqlCatalogue;
  findValues?: FindValues;
  problems?: SqlProblem[];
  onRun?: () => void;
  readOnly?: boolean;
  label?: string;
  placeholder?: string;
  autoFocus?: boolean;
  /** CSS length. */
  minHeight?: string;
  maxHeight?: string;
}

/** The newest props, for callbacks that CodeMirror keeps. */
interface Current {
  onChange: EditorProps["onChange"];
  onRun: EditorProps["onRun"];
  findValues: EditorProps["findValues"];
  catalogue: SqlCatalogue;
}

export default function SqlEditorView(props: EditorProps) {
  const { value, catalogue = EMPTY_CATALOGUE, problems, readOnly = false, minHeight = "10rem" } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const parts = useRef({ language: new Compartment(), writing: new Compartment() });
  const current = useRef<Current>({ ...props, catalogue } as Current);
  const first = useRef(props);
  // Told to the page and not yet back as `value`: an older one must not take the place of what was typed since.
  const sent = useRef<string[]>([]);
  useEffect(() => {
    current.current = {
      onChange: props.onChange,
      onRun: props.onRun,
      findValues: props.findValues,
      catalogue,
    };
  });
  useEffect(() => {
    if (host.current === null) return;
    const { language: speaking, writing } = parts.current;
    const made = mounted(
      host.current,
      EditorState.create({
        doc: first.current.value,
        extensions: [
          ...extensionsOf(first.current, current),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            const text = update.state.doc.toString();
            sent.current.push(text);
            if (isByHand(update)) flushSync(() => current.current.onChange?.(text));
            else current.current.onChange?.(text);
          }),
          speaking.of(spoken(first.current.catalogue ?? EMPTY_CATALOGUE)),
          writing.of(writable(first.current.readOnly ?? false)),
        ],
      }),
    );
    view.current = made;
    if (first.current.autoFocus) made.focus();
    return () => {
      view.current = null;
      made.destroy();
    };
  }, []);
  useEffect(() => {
    const here = view.current;
    const known = sent.current.indexOf(value);
    if (known >= 0) sent.current.splice(0, known + 1);
    if (here === null || known >= 0 || here.state.doc.toString() === value) return;
    here.dispatch({ changes: { from: 0, to: here.state.doc.length, insert: value } });
    sent.current = [];
  }, [value]);
  useEffect(() => {
    view.current?.dispatch({ effects: parts.current.language.reconfigure(spoken(catalogue)) });
  }, [catalogue]);
  useEffect(() => {
    view.current?.dispatch({ effects: parts.current.writing.reconfigure(writable(readOnly)) });
  }, [readOnly]);
  useEffect(() => {
    const here = view.current;
    if (here !== null)
      here.dispatch(
        setDiagnostics(
          here.state,
          (problems ?? []).map((one) => told(one, here)),
        ),
      );
  }, [problems]);
  return (
    <div
      ref={host}
      data-sql-editor
      className="sql-editor block overflow-hidden rounded-control border border-control bg-raised focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--color-accent)]"
      style={{ minHeight }}
    />
  );
}

function extensionsOf(props: EditorProps, current: { current: Current }): Extension[] {
  const height = { minHeight: props.minHeight ?? "10rem", maxHeight: props.maxHeight ?? "28rem" };
  return [
    LOOK,
    EditorView.theme({
      "&": { maxHeight: height.maxHeight },
      ".cm-content": { minHeight: height.minHeight },
    }),
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ icons: false, activateOnTypingDelay: 60, closeOnBlur: true }),
    Prec.highest(
      keymap.of([
        {
          key: "Mod-Enter",
          run: () => {
            current.current.onRun?.();
            return true;
          },
        },
        { key: "Tab", run: acceptCompletion },
      ]),
    ),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      indentWithTab,
    ]),
    DuckDB.language.data.of({
      autocomplete: valueSource(
        () => current.current.catalogue,
        async (table, column, prefix) => (await current.current.findValues?.(table, column, prefix)) ?? [],
      ),
    }),
    typedOver,
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      "aria-label": t("{{label}}. Escape, then Tab leaves the editor.", { label: props.label ?? "SQL" }),
      spellcheck: "false",
      autocapitalize: "off",
    }),
    ...(props.placeholder === undefined ? [] : [placeholder(props.placeholder)]),
  ];
}

/**
 * What a person typed is in the page's state before the next key: inside a shadow root React does not see that an
 * event is going on and would draw later, so that Ctrl+Enter right after could run the text of before.
 */
function isByHand(update: ViewUpdate): boolean {
  return update.transactions.some((one) => one.annotation(Transaction.userEvent) !== undefined);
}

function spoken(catalogue: SqlCatalogue): Extension {
  return [
    language(catalogue),
    DuckDB.language.data.of({ autocomplete: columnSource(catalogue) }),
    DuckDB.language.data.of({ autocomplete: functionSource(catalogue.functions) }),
  ];
}

function writable(readOnly: boolean): Extension {
  return [EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly)];
}

/** A problem without a place is told of the first line. */
function told(problem: SqlProblem, view: EditorView): Diagnostic {
  const text = view.state.doc.toString();
  const from = Math.min(unitOffset(text, problem.start ?? 0), text.length);
  const to = problem.end === null ? from : Math.min(unitOffset(text, problem.end), text.length);
  const message = problem.hint === null ? problem.message : `${problem.message} ${problem.hint}`;
  const end =
    problem.start === null ? view.state.doc.line(1).to : Math.max(to, Math.min(from + 1, text.length));
  return { from, to: end, severity: problem.severity, message };
}
