/** Ask on a phone and on a desktop. */
import { lookAtAsk } from "./ask-states.mjs";

await lookAtAsk([390, 1280]);
