import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--color-accent)", fontWeight: "500" },
  { tag: tags.string, color: "var(--color-good)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--color-warning)" },
  { tag: tags.comment, color: "var(--color-quiet)", fontStyle: "italic" },
  { tag: tags.typeName, color: "var(--color-accent)" },
]);

const TIP = {
  border: "1px solid var(--color-line)",
  borderRadius: "6px",
  backgroundColor: "var(--color-raised)",
  color: "var(--color-ink)",
  boxShadow: "0 8px 24px #00000026",
  zIndex: "30",
};

const THEME = EditorView.theme({
  "&": { color: "var(--color-ink)", backgroundColor: "transparent", fontSize: "13px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.65", overflow: "auto" },
  ".cm-content": { padding: "10px 0", caretColor: "var(--color-accent)" },
  ".cm-line": { padding: "0 12px 0 8px" },
  ".cm-cursor": { borderLeftColor: "var(--color-accent)", borderLeftWidth: "2px" },
  ".cm-gutters": {
    backgroundColor: "transparent",
    color: "var(--color-quiet)",
    border: "none",
    paddingLeft: "4px",
  },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--color-hover) 45%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--color-ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--color-accent) 26%, transparent)",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--color-hover)",
    outline: "1px solid var(--color-control)",
  },
  ".cm-placeholder": { color: "var(--color-quiet)" },
  ".cm-panels": { backgroundColor: "transparent", color: "var(--color-quiet)", border: "none" },
  ".cm-tooltip": TIP,
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--font-sans)",
    fontSize: "13px",
    maxHeight: "16em",
    padding: "4px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    padding: "4px 8px",
    borderRadius: "4px",
    display: "flex",
    gap: "8px",
    alignItems: "baseline",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--color-hover)",
    color: "var(--color-ink)",
  },
  ".cm-completionLabel": { flex: "1 1 auto", overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-completionDetail": {
    color: "var(--color-quiet)",
    fontStyle: "normal",
    fontSize: "12px",
    marginLeft: "auto",
  },
  ".cm-completionInfo": { padding: "6px 10px", fontFamily: "var(--font-sans)" },
  ".cm-diagnostic": { padding: "6px 10px", fontFamily: "var(--font-sans)", maxWidth: "420px" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--color-bad)" },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--color-warning)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--color-bad) 1px",
    textUnderlineOffset: "4px",
    textDecorationSkipInk: "none",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--color-warning) 1px",
    textUnderlineOffset: "4px",
  },
  ".cm-changedLine": { backgroundColor: "color-mix(in srgb, var(--color-good) 12%, transparent) !important" },
  ".cm-changedText": { background: "color-mix(in srgb, var(--color-good) 30%, transparent) !important" },
  ".cm-deletedChunk": {
    backgroundColor: "color-mix(in srgb, var(--color-bad) 12%, transparent)",
    paddingLeft: "8px",
  },
  ".cm-deletedText, .cm-deletedChunk .cm-deletedText": {
    background: "color-mix(in srgb, var(--color-bad) 28%, transparent) !important",
    textDecoration: "none",
  },
  ".cm-collapsedLines": {
    background: "var(--color-panel)",
    color: "var(--color-quiet)",
    fontFamily: "var(--font-sans)",
  },
});

export const LOOK = [THEME, syntaxHighlighting(COLOURS)];
