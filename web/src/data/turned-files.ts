/** Files added while the sample is shown wait here until the page has turned to the person's own data. */

let waiting: File[] = [];

export function keepFiles(files: File[]): void {
  waiting = files;
}

export function takeFiles(): File[] {
  const taken = waiting;
  waiting = [];
  return taken;
}
