import type { DatabaseSync } from 'node:sqlite';
import type { Correction } from '../../classify/correction.ts';
import type { Adjustment } from '../../classify/model.ts';
import { createPage, limitOf, readCursor } from '../../jobs/page.ts';
import type { CorrectionStore } from '../../jobs/ports.ts';
import { writeJson } from '../../json.ts';

interface CorrectionRow {
  id: number;
  body: string;
}

export function createCorrectionStore(database: DatabaseSync): CorrectionStore {
  const insert = database.prepare('INSERT INTO correction (team, body) VALUES (?, ?)');
  const list = database.prepare('SELECT id, body FROM correction WHERE team = ? AND id > ? ORDER BY id LIMIT ?');
  const adjust = database.prepare(
    'INSERT INTO adjustment (team, body) VALUES (?, ?) ON CONFLICT (team) DO UPDATE SET body = excluded.body',
  );
  const adjustment = database.prepare('SELECT body FROM adjustment WHERE team = ?');
  return {
    async add(correction) {
      insert.run(correction.team, writeJson(correction));
    },
    async list(team, page) {
      const limit = limitOf(page);
      const [after] = readCursor(page, 0) ?? [0];
      const rows = list.all(team, after, limit + 1) as unknown as CorrectionRow[];
      return createPage(rows, limit, readCorrection, ({ id }) => [id, '']);
    },
    async adjust(team, learned) {
      adjust.run(team, writeJson(learned));
    },
    async adjustment(team) {
      const row = adjustment.get(team);
      return row && (JSON.parse(String(row.body)) as Adjustment);
    },
  };
}

function readCorrection({ body }: CorrectionRow): Correction {
  const correction = JSON.parse(body) as Correction;
  return { ...correction, at: new Date(correction.at) };
}
