import type { Receipt } from "../api/nouns";
import { laidOut } from "../sql/tokens";
import { t } from "../words/words";
import type { RunView } from "./run-view";

/** Commands that bring the same rows again: the files are added as the page adds them, then the SQL is run. */
export function asScript(receipt: Receipt, view: RunView): string {
  const files = [...new Map(receipt.tables.map((table) => [table.file, table])).values()];
  const sources = files.map(
    ({ file, version, sha256 }) =>
      `# ${t("{{file}}, version {{version}}", { file: oneLine(file), version })}${sha256 ? `, SHA-256 ${sha256}` : ""}`,
  );
  const sql = laidOut(receipt.sql)
    .map(({ text }) => text)
    .join("");
  return [
    "#!/bin/sh",
    `# ${oneLine(view.question)}`,
    `# ${t("Read as: {{readAs}}", { readAs: oneLine(receipt.read_as) })}`,
    ...sources,
    "set -e",
    "data=$(mktemp -d)",
    `tablespeak load ${files.map(({ file }) => quoted(file)).join(" ")} --data-dir "$data"`,
    `tablespeak sql ${quoted(sql)} --data-dir "$data"`,
    "",
  ].join("\n");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
