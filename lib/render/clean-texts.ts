import { truncate } from '../text.ts';
import { stripUnseen } from './escape.ts';

/** More of one text than any message shows. */
const longest = 1_000;
const addresses = new Set(['url', 'siteUrl']);

/** A text as one clean line of at most `limit` characters. Of a text far longer than that only the beginning is read. */
export function cleanLine(text: string, limit: number): string {
  const read = text.slice(0, limit * 2 + 100);
  // Most texts are of this kind, and a story can have thousands.
  return truncate(/^[!-~]*(?: [!-~]+)*$/.test(read) ? read : stripUnseen(read), limit);
}

/**
 * A story, an article or the like with every text in it made one clean line of at most 1,000 characters: whatever a feed sent, what
 * comes after handles short and visible text only. Addresses are left as they are.
 */
export function cleanTexts<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanLine(value, longest);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, isOurs(key, one) ? one : clean(one)]));
}

/** Addresses are judged where they are linked; the ids of the articles behind a label are the longest lists of all. */
function isOurs(key: string, value: unknown): boolean {
  return (
    addresses.has(key) || (key === 'articles' && Array.isArray(value) && value.every((one) => typeof one === 'string'))
  );
}
