/** Ask on the narrowest screen and on one between phone and desktop. */
import { lookAtAsk } from "./ask-states.mjs";

await lookAtAsk([320, 768]);
