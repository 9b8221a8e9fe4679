import { ArrowUp, Bot, ChevronDown, Paperclip, Square } from "lucide-react";
import { type KeyboardEvent, lazy, type RefObject, useEffect, useRef, useState } from "react";
import { useReachable } from "../shell/reachable";
import { OFFLINE_REASON, Writes } from "../shell/writes";
import { LateMenu } from "../ui/late-menu";
import { useTranslation } from "../words/words";
import { type AssistantChoice, assistants } from "./assistants";
import { prefetchAnswer } from "./lazy-answer-card";

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  running: boolean;
  disabled: boolean;
  placeholder: string;
  onAsk: (question: string, assistant: AssistantChoice) => void;
  onStop: () => void;
  onFiles: (files: File[]) => void;
}

export function Composer({ field, running, disabled, placeholder, onAsk, onStop, onFiles }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [assistant, setAssistant] = useState<AssistantChoice>("everyone");
  const reachable = useReachable();
  const ready = text.trim() !== "" && !running && !disabled;

  useEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = "auto";
    if (text !== "") element.style.height = `${Math.min(element.scrollHeight, 180)}px`;
  }, [text, field]);

  function send(): void {
    if (!ready) return;
    onAsk(text.trim(), assistant);
    setText("");
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }

  return (
    <form
      className="rounded-card border border-control bg-raised max-sm:flex max-sm:items-end focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--color-accent)]"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label htmlFor="question" className="sr-only">
        {t("Your question")}
      </label>
      <textarea
        id="question"
        ref={field}
        rows={1}
        value={text}
        maxLength={10_000}
        placeholder={placeholder}
        className="block w-full min-w-0 resize-none bg-transparent px-4 pt-3 pb-1 text-body outline-none placeholder:overflow-hidden placeholder:text-ellipsis placeholder:whitespace-nowrap max-sm:py-3 max-sm:pr-1 pointer-coarse:text-[16px]"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onFocus={prefetchAnswer}
      />
      <div className="flex items-center gap-1 px-2 pb-2 max-sm:shrink-0 max-sm:gap-0 max-sm:py-1 max-sm:pr-1 max-sm:pl-0">
        <Writes>
          <FileButton onFiles={onFiles} />
        </Writes>
        <AssistantSelect value={assistant} onChange={setAssistant} />
        <span className="ml-auto max-sm:hidden" />
        {running ? (
          <button
            type="button"
            className="button-outline max-sm:min-h-10 max-sm:w-10 max-sm:px-0"
            onClick={onStop}
          >
            <Square size={13} fill="currentColor" aria-hidden />{" "}
            <span className="max-sm:sr-only">{t("Stop")}</span>
          </button>
        ) : (
          <button
            type="submit"
            aria-disabled={!ready}
            aria-describedby={reachable ? undefined : OFFLINE_REASON}
            className="button-solid max-sm:min-h-10 max-sm:w-10 max-sm:px-0 aria-disabled:cursor-default aria-disabled:bg-hover aria-disabled:text-quiet"
          >
            <ArrowUp size={16} aria-hidden /> <span className="max-sm:sr-only">{t("Send")}</span>
          </button>
        )}
      </div>
    </form>
  );
}

export function FileButton({ onFiles, label }: { onFiles: (files: File[]) => void; label?: string }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={label ? "button-solid" : "button-quiet size-9 justify-center px-0"}
        onClick={() => input.current?.click()}
        aria-label={label ?? t("Add files")}
        title={label ? undefined : t("Add files")}
      >
        {label ?? <Paperclip size={17} aria-hidden />}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onFiles(Array.from(event.target.files ?? []));
          event.target.value = "";
        }}
      />
    </>
  );
}

const AssistantMenu = lazy(() => import("./assistant-menu"));

interface SelectProps {
  value: AssistantChoice;
  onChange: (value: AssistantChoice) => void;
}

function AssistantSelect({ value, onChange }: SelectProps) {
  const { t } = useTranslation();
  const chosen = assistants().find((assistant) => assistant.value === value);
  return (
    <LateMenu
      menu={(late) => <AssistantMenu {...late} value={value} onChange={onChange} />}
      trigger={
        <button
          type="button"
          className="button-quiet max-sm:min-w-10 max-sm:justify-center"
          aria-haspopup="menu"
          aria-label={t("Assistant: {{label}}", { label: chosen?.label })}
        >
          <Bot size={17} aria-hidden className="sm:hidden" />
          <span className={`max-sm:max-w-20 max-sm:truncate ${value === "everyone" ? "max-sm:hidden" : ""}`}>
            {chosen?.label}
          </span>
          <ChevronDown size={14} aria-hidden className="max-sm:hidden" />
        </button>
      }
    />
  );
}
