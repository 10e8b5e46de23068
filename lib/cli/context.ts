import { FaultlineError } from '../errors.ts';
import type { Store } from '../jobs/ports.ts';
import { requireQuery } from '../query/parse.ts';
import type { Query } from '../query/query.ts';
import { parseTime } from '../query/time.ts';
import { type Config, readConfig } from '../runtime/config.ts';
import { openStore } from '../runtime/local-store.ts';

export { say } from './say.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  db?: string;
  allowPrivate?: boolean;
  json?: boolean;
}

/** What a command needs of the world around it. */
export interface Context {
  config: Config;
  json: boolean;
}

/**
 * @throws FaultlineError `setting-wrong`
 */
export function createContext(options: GlobalOptions): Context {
  const config = readConfig(process.env);
  return {
    config: {
      ...config,
      ...(options.db ? { db: options.db } : {}),
      allowPrivate: options.allowPrivate ?? config.allowPrivate,
    },
    json: options.json ?? false,
  };
}

/** Opens the store for one piece of work and closes it whatever happens. */
export async function withStore<T>(context: Context, work: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore(context.config);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

/** Results go to stdout and nothing else does. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** One JSON value on a line. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** How wide stdout is, and whether it shows colour (https://no-color.org). */
export function describeTerminal(): { width: number; color: boolean } {
  return {
    width: process.stdout.columns || 100,
    color: Boolean(process.stdout.isTTY) && !process.env.NO_COLOR,
  };
}

/**
 * The words of a command line as a query. The shell has taken the quotes away, so a word with a space in it was a phrase.
 * @throws FaultlineError `query-wrong`
 */
export function readQuery(words: readonly string[]): Query {
  return requireQuery(
    words.map((word) => (/\s/.test(word) && words.length > 1 && !word.includes('"') ? `"${word}"` : word)).join(' '),
  );
}

/**
 * @throws FaultlineError `time-wrong`
 */
export function readTime(text: string, now: Date): Date {
  const time = parseTime(text, now);
  if (!time) throw new FaultlineError('time-wrong', { text });
  return time;
}
