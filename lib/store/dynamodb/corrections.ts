import type { Correction } from '../../classify/correction.ts';
import type { Adjustment } from '../../classify/model.ts';
import { createPage, limitOf, readCursor } from '../../jobs/page.ts';
import type { CorrectionStore } from '../../jobs/ports.ts';
import { joinKey } from './key.ts';
import { partitionOfTeam } from './owners.ts';
import { pack, unpack } from './pack.ts';
import { fetchBytes, removeParts, stowBytes } from './parts.ts';
import { takeNumber, writeNumber } from './sequence.ts';
import { type Item, isNew, type Table } from './table.ts';

/**
 *   pk = team#TEAM   sk = correction#NUMBER   in the order in which they were added
 *                    sk = adjustment          what they taught, with its parts where it is long
 */
const kind = 'correction';

export function createCorrectionStore(table: Table): CorrectionStore {
  return {
    async add(correction) {
      for (;;) {
        const number = await takeNumber(table, correction.team);
        // Taken already where the workspace was forgotten in between, and with it what it had counted.
        if (await table.put(writeCorrection(correction, number), isNew)) return;
      }
    },
    async list(team, page) {
      const limit = limitOf(page);
      const [after] = readCursor(page, 0) ?? [0];
      const values = { ':from': joinKey(kind, writeNumber(after + 1)), ':to': `${kind}$` };
      const sk = { expression: '#sk BETWEEN :from AND :to', values };
      const items = await table.queryAll({ pk: partitionOfTeam(team), sk, consistent: true }, limit + 1);
      return createPage(items, limit, readCorrection, ({ number }) => [Number(number), '']);
    },
    async adjust(team, learned) {
      const pk = partitionOfTeam(team);
      const stowed = await stowBytes(table, pk, pack(learned));
      const before = await table.replace({ pk, sk: 'adjustment', ...stowed });
      if (before) await removeParts(table, pk, before);
    },
    async adjustment(team) {
      const pk = partitionOfTeam(team);
      for (;;) {
        const item = await table.get({ pk, sk: 'adjustment' }, true);
        if (!item) return undefined;
        const bytes = await fetchBytes(table, pk, item);
        // Without its parts, it was replaced since it was read.
        if (bytes) return unpack<Adjustment>(bytes, JSON.parse);
      }
    },
  };
}

/** @param number its place among those of its workspace */
export function writeCorrection(correction: Correction, number: number): Item {
  const pk = partitionOfTeam(correction.team);
  return { pk, sk: joinKey(kind, writeNumber(number)), number, body: pack(correction) };
}

export function readCorrection({ body }: Item): Correction {
  const correction = unpack<Correction>(body, JSON.parse);
  return { ...correction, at: new Date(correction.at) };
}
