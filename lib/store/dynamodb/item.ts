import { readJson, writeJson } from '../../json.ts';
import { pack, unpack } from './pack.ts';
import type { Item } from './table.ts';

/** The members of a value that stand in attributes of their own, to be compared and changed there, beside `body` with the rest, packed. */
export function writeBody<T extends object>(
  value: T,
  apart: readonly (keyof T)[],
): { body: Uint8Array } & Record<string, unknown> {
  const rest = Object.fromEntries(Object.entries(value).filter(([name]) => !apart.includes(name as keyof T)));
  return { body: pack(rest), ...Object.fromEntries(apart.map((name) => [name, writeMember(value[name])])) };
}

/** What `writeBody` wrote. Those of `apart` that are times stand there as ISO 8601 UTC. */
export function readBody<T extends object>({ body, ...attributes }: Item, apart: readonly (keyof T)[]): T {
  const own = Object.fromEntries(apart.map((name) => [name, attributes[String(name)]]));
  return { ...unpack<T>(body), ...readJson<Partial<T>>(writeJson(own)) };
}

/** Times become texts that sort as the times do. */
function writeMember(value: unknown): unknown {
  return value instanceof Date ? writeTime(value) : value;
}

/** ISO 8601 UTC: years of four digits sort as texts. */
export function writeTime(time: Date): string {
  return time.toISOString();
}
