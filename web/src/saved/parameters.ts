/** Values of parameters, between the form, where all is text, and the request. */

import type { Parameter, ParameterValue, Scalar } from "../api/saved";

export function asText(value: ParameterValue | undefined): string {
  if (Array.isArray(value)) return value.map(asText).join("\n");
  return value === null || value === undefined ? "" : String(value);
}

/** Those that differ from their defaults; numbers are sent as they are written, which the server reads. */
export function changedValues(
  parameters: readonly Parameter[],
  texts: Readonly<Record<string, string>>,
): Record<string, ParameterValue> {
  const values: Record<string, ParameterValue> = {};
  for (const parameter of parameters) {
    const text = texts[parameter.name];
    if (text !== undefined && text !== asText(parameter.default))
      values[parameter.name] = parameter.many
        ? text
            .split("\n")
            .map((line) => line.trim())
            .filter(Boolean)
        : one(text, parameter.type);
  }
  return values;
}

function one(text: string, type: Parameter["type"]): Scalar {
  if (type === "boolean") return text === "true";
  return text;
}
