import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Chromium as the machine has it on its path; `undefined` where there is none. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}
