import type { Key } from './key.ts';
import { partitionOfTeam } from './owners.ts';
import type { Table } from './table.ts';

/** So many digits sort as texts as the numbers do; a workspace makes no trillion entries. */
const digits = 12;

/** Where the last number of a workspace stands, as `last`. */
export function keyOfSequence(team: string): Key {
  return { pk: partitionOfTeam(team), sk: 'sequence' };
}

/** The next number of a workspace: what is numbered later sorts later, whoever adds it. */
export async function takeNumber(table: Table, team: string): Promise<number> {
  return table.count(keyOfSequence(team), 'last');
}

export function writeNumber(number: number): string {
  return String(Math.min(Math.max(0, Math.trunc(number)), 10 ** digits - 1)).padStart(digits, '0');
}
