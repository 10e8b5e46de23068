import type { Page, PageRequest } from './ports.ts';

const defaultLimit = 100;
const maxLimit = 1000;

/**
 * A place in a list sorted by a number or text and then by id: the last row of the page before. `more` is the end of the period that
 * the first page saw, or a number that stands between key and id in the order, where the list has one.
 */
export type Cursor<Key extends number | string = number | string> = [key: Key, id: string, more?: number];

/** How many rows to read: one more than the page holds tells whether another follows. */
export function limitOf(page: PageRequest | undefined): number {
  return Math.min(Math.max(1, page?.limit ?? defaultLimit), maxLimit);
}

/** The cursor of a request, `undefined` for the first page or for one that this list did not make. */
export function readCursor<Key extends number | string>(
  page: PageRequest | undefined,
  example: Key,
): Cursor<Key> | undefined {
  if (!page?.after) return undefined;
  try {
    const cursor: unknown = JSON.parse(Buffer.from(page.after, 'base64url').toString());
    return isCursor(cursor, example) ? cursor : undefined;
  } catch {
    return undefined;
  }
}

function isCursor<Key extends number | string>(value: unknown, example: Key): value is Cursor<Key> {
  if (!Array.isArray(value)) return false;
  const [key, id, more]: unknown[] = value;
  return typeof key === typeof example && typeof id === 'string' && (more === undefined || typeof more === 'number');
}

/** Cuts rows that were read with `limit + 1` to a page. */
export function createPage<Row, T>(
  rows: readonly Row[],
  limit: number,
  read: (row: Row) => T,
  cursorOf: (row: Row) => Cursor,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(read),
    ...(rows.length > limit && last ? { next: Buffer.from(JSON.stringify(cursorOf(last))).toString('base64url') } : {}),
  };
}
