import { EditorView } from "@codemirror/view";

/**
 * Text typed over a selection is put in by the editor: the browser would write the style of what was there around
 * it, which the content security policy blocks and reports.
 */
export const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { inputType, data } = event;
    if (inputType !== "insertText" || data === null || view.composing || view.state.readOnly) return false;
    const { from, to } = view.state.selection.main;
    const over = from < to || data.includes("\n");
    if (!over || view.state.selection.ranges.length > 1) return false;
    const insert = () =>
      view.state.update({
        ...view.state.replaceSelection(data),
        userEvent: "input.type",
        scrollIntoView: true,
      });
    const handled = view.state
      .facet(EditorView.inputHandler)
      .some((handle) => handle(view, from, to, data, insert));
    if (!handled) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});
