/** Where menus are drawn: inside the page's main part, so that each of them stands in a landmark. */

export const popups: { current: HTMLElement | null } = { current: null };

export function holdPopups(element: HTMLElement | null): void {
  popups.current = element;
}
