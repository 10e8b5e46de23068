import type { Key } from './key.ts';
import type { Item, Table } from './table.ts';
import { settleItems } from './write-together.ts';

/**
 * Reads that may be a moment behind, for half the price. Who was refused a write reads what any writer wrote before, until a write
 * succeeds: or it would decide on the same old values again.
 */
export interface Reading {
  getMany(keys: readonly Key[]): Promise<Item[]>;
  /** What is not found is asked for again of what any writer wrote before. */
  findMany(keys: readonly Key[]): Promise<Item[]>;
  /** All of a partition. */
  findAll(pk: string): Promise<Item[]>;
  noteWrite(succeeded: boolean): void;
}

export function createReading(table: Table): Reading {
  let isFresh = false;
  const read = async (keys: readonly Key[], consistent: boolean): Promise<Item[]> =>
    settleItems(table, await table.getMany(keys, consistent));
  return {
    getMany: (keys) => read(keys, isFresh),
    async findMany(keys) {
      const found = await read(keys, isFresh);
      if (isFresh || found.length === keys.length) return found;
      const known = new Set(found.map(({ pk }) => pk));
      const missing = keys.filter(({ pk }) => !known.has(pk));
      return [...found, ...(await read(missing, true))];
    },
    async findAll(pk) {
      return settleItems(table, await table.queryAll({ pk, consistent: isFresh }));
    },
    noteWrite(succeeded) {
      isFresh = !succeeded;
    },
  };
}
