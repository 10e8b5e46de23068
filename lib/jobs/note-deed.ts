import { cleanLine } from '../render/clean-texts.ts';
import type { Actor } from './authorize.ts';
import type { Now, Store } from './ports.ts';

const maxQuoted = 200;

/**
 * Writes into a workspace's audit log who did what.
 * @param deed one line for people; channels and users in it stand as Slack marks them, texts of whatever origin as `quote` gives them
 */
export async function noteDeed(
  { store, now }: { store: Pick<Store, 'teams'>; now: Now },
  { team, user }: Actor,
  deed: string,
): Promise<void> {
  await store.teams.audit({ team, at: now(), by: user, deed });
}

/** A text in quotation marks, short and without anything that could pass for a mark of Slack's. */
export function quote(text: string): string {
  return `"${cleanLine(text, maxQuoted).replace(/</g, '‹').replace(/>/g, '›')}"`;
}
