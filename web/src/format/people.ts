import { t } from "../words/words";

const LOOPBACK = /^(127\.|::1$|local$|localhost$)/;

/** Who made something, as the server knows them: an address of this machine names nobody. */
export function personName(caller: string): string {
  if (caller === "") return "–";
  return LOOPBACK.test(caller) ? t("This computer") : caller;
}
