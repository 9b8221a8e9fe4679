/** Apart from the other words, since what the page loads first does without. */
export { Trans } from "react-i18next";
