/** The name somebody vouches under, where the server knows none; kept in this browser. */

const KEY = "tablespeak.name";

export function ownName(): string {
  return localStorage.getItem(KEY) ?? "";
}

export function keepOwnName(name: string): void {
  localStorage.setItem(KEY, name);
}
