import { randomUUID } from 'node:crypto';
import { joinKey } from './key.ts';
import type { Item, Table } from './table.ts';

/**
 * Packed bytes of any length: in an attribute of their item where they are few, or cut into parts that lie beside it, because an item
 * of DynamoDB holds 400 KB at most. Parts are written before the item that counts them, and under a name that only it knows, so that
 * whoever reads the item finds them whole, whatever another writes meanwhile.
 *
 *   sk = part#NAME#NUMBER   bytes
 */
const partSize = 380_000;

/** The attributes of an item that hold bytes, or lead to them. */
export type Stowed = { packed: Uint8Array } | { parts: number; partsName: string };

/**
 * Writes the parts of bytes, if they need any.
 * @param pk where the parts are to lie
 * @param most bytes that go into the item itself; in a part they cost half of what they do in an item that a transaction writes
 * @param attributes that each part is to have beside its bytes
 * @returns attributes for the item that leads to them
 */
export async function stowBytes(
  table: Table,
  pk: string,
  packed: Uint8Array,
  most = partSize,
  attributes: { expiresAt?: number } = {},
): Promise<Stowed> {
  if (packed.length <= most) return { packed };
  const partsName = randomUUID();
  const count = Math.ceil(packed.length / partSize);
  const parts = Array.from({ length: count }, (_, i) => ({
    ...partKey(pk, partsName, i),
    bytes: packed.subarray(i * partSize, (i + 1) * partSize),
    ...attributes,
  }));
  await table.putMany(parts);
  return { parts: count, partsName };
}

/** The bytes that an item holds or leads to; `undefined` where its parts were deleted since the item was read. */
export async function fetchBytes(table: Table, pk: string, item: Item): Promise<Uint8Array | undefined> {
  if (item.packed instanceof Uint8Array) return item.packed;
  const keys = listParts(pk, item);
  const found = await table.getMany(keys, true);
  if (found.length < keys.length) return undefined;
  return Buffer.concat(found.sort((a, b) => (a.sk < b.sk ? -1 : 1)).map(({ bytes }) => bytes as Uint8Array));
}

/** Deletes the parts that attributes lead to: of an item that was replaced, or that was not written after all. */
export async function removeParts(table: Table, pk: string, stowed: Stowed | Item): Promise<void> {
  await table.removeMany(listParts(pk, stowed));
}

function listParts(pk: string, { parts = 0, partsName }: Record<string, unknown>) {
  return Array.from({ length: Number(parts) }, (_, i) => partKey(pk, String(partsName), i));
}

function partKey(pk: string, name: string, number: number) {
  return { pk, sk: joinKey('part', name, String(number).padStart(4, '0')) };
}
