import type { Page, PageRequest } from '../../jobs/ports.ts';

const defaultLimit = 100;
const maxLimit = 1000;

/** A place in a list sorted by a number or text and then by id: the last row of the page before. */
export type Cursor = [key: number | string, id: string];

/** How many rows to read: one more than the page holds tells whether another follows. */
export function limitOf(page: PageRequest | undefined): number {
  return Math.min(Math.max(1, page?.limit ?? defaultLimit), maxLimit);
}

/** The cursor of a request, `undefined` for the first page or for one that we did not make. */
export function readCursor(page: PageRequest | undefined): Cursor | undefined {
  if (!page?.after) return undefined;
  try {
    const cursor: unknown = JSON.parse(Buffer.from(page.after, 'base64url').toString());
    return Array.isArray(cursor) && cursor.length === 2 ? (cursor as Cursor) : undefined;
  } catch {
    return undefined;
  }
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
