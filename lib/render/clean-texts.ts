import { truncate } from '../text.ts';
import { stripUnseen } from './escape.ts';

/** More of one text than any message shows. */
const longest = 1_000;
/** Addresses are judged where they are linked. */
const addresses = new Set(['url', 'siteUrl']);

/** A text as one clean line of at most `limit` characters. Of a text far longer than that only the beginning is read. */
export function cleanLine(text: string, limit: number): string {
  return truncate(stripUnseen(text.slice(0, limit * 4)), limit);
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
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, addresses.has(key) ? one : clean(one)] as const),
  );
}
