import type { DatabaseSync } from 'node:sqlite';

/**
 * A condition with one parameter, the id of a subscription: it holds where its workspace was forgotten. An insert that is conditional
 * on it keeps a worker that was under way meanwhile from leaving anything of the workspace behind.
 */
export const wasForgotten = 'EXISTS (SELECT 1 FROM subscription_owner WHERE subscription_id = ? AND team IS NULL)';

const tablesByTeam = [
  'subscription',
  'delivery',
  'alert',
  'correction',
  'adjustment',
  'team_settings',
  'audit_entry',
  'installation',
] as const;

/** Keeps whose a subscription is, for longer than the subscription lasts: what it leaves behind goes with the workspace. */
export function prepareOwnerWriter(database: DatabaseSync): (subscriptionId: string, team: string) => void {
  const write = database.prepare(
    'INSERT INTO subscription_owner (subscription_id, team) VALUES (?, ?) ON CONFLICT DO UPDATE SET team = excluded.team',
  );
  return (subscriptionId, team) => {
    write.run(subscriptionId, team);
  };
}

/** Deletes all that belongs to a workspace; to be run in a transaction. */
export function forgetTeam(database: DatabaseSync, team: string): void {
  const run = (sql: string): unknown => database.prepare(sql).run(team);
  run('DELETE FROM digest WHERE subscription_id IN (SELECT subscription_id FROM subscription_owner WHERE team = ?)');
  // Those of the command line, whose subscription ids begin with the workspace; a semicolon comes right after a colon.
  run(`DELETE FROM digest WHERE subscription_id >= 'cli:' || ?1 || ':' AND subscription_id < 'cli:' || ?1 || ';'`);
  for (const table of tablesByTeam) run(`DELETE FROM ${table} WHERE team = ?`);
  run('UPDATE subscription_owner SET team = NULL WHERE team = ?');
}
