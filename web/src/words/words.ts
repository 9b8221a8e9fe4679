/** The language that the page speaks. Texts are called by their English; `english.json` has the forms that counts need. */

import i18next, { type FormatterModule, type InitOptions } from "i18next";
import { initReactI18next } from "react-i18next";
import { formatCount } from "../format/intl";
import english from "./english.json";

export { useTranslation } from "react-i18next";

/** What every text goes through at last; set before the page starts, as a trial of longer or other words does. */
declare global {
  var tablespeakSays: ((text: string) => string) | undefined;
}

const OPTIONS: InitOptions = {
  lng: "en",
  resources: { en: { translation: english } },
  initAsync: false,
  keySeparator: false,
  nsSeparator: false,
  contextSeparator: "\u0000",
  interpolation: {
    escapeValue: false,
    alwaysFormat: true,
  },
  react: { useSuspense: false },
};

/** Numbers within texts are written as those beside them are. */
const numbers: FormatterModule = {
  type: "formatter",
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown) => (typeof value === "number" ? formatCount(value) : String(value ?? "")),
};

function follow(language: string): void {
  document.documentElement.lang = language;
  document.documentElement.dir = i18next.dir(language);
}

function start(): void {
  const says = globalThis.tablespeakSays;
  i18next.on("languageChanged", follow);
  if (says !== undefined)
    i18next.use({ type: "postProcessor", name: "says", process: (text: string) => says(text) });
  void i18next
    .use(numbers)
    .use(initReactI18next)
    .init({ ...OPTIONS, postProcess: says === undefined ? false : "says" });
}

start();

/** For code outside components, which is called each time that its text is shown; components have `useTranslation()`. */
export const t = i18next.t;
