import { type Actor, authorizeAdmin } from './authorize.ts';
import { noteDeed } from './note-deed.ts';
import type { Directory, Now, Store, TeamSettings } from './ports.ts';

/** The settings of a workspace, those of one that never chose where it never did. */
export async function loadTeamSettings(store: Pick<Store, 'teams'>, team: string): Promise<TeamSettings> {
  return (await store.teams.settings(team)) ?? { team, feedTuners: [], whenUnsure: 'ask' };
}

/**
 * Decides for a workspace who may tune feeds, and what becomes of a message that may have arrived.
 * @throws FaultlineError `not-an-admin`
 */
export async function changeTeamSettings(
  { store, directory, now }: { store: Pick<Store, 'teams'>; directory: Directory; now: Now },
  actor: Actor,
  changes: Pick<TeamSettings, 'feedTuners' | 'whenUnsure'>,
): Promise<TeamSettings> {
  await authorizeAdmin(directory, actor);
  const after = { ...(await loadTeamSettings(store, actor.team)), ...changes };
  await store.teams.saveSettings(after);
  await noteDeed({ store, now }, actor, `decided: ${tellSettings(after)}`);
  return after;
}

const list = new Intl.ListFormat('en-GB');

/** One line for people; users as Slack marks them. */
export function tellSettings({ feedTuners, whenUnsure }: Pick<TeamSettings, 'feedTuners' | 'whenUnsure'>): string {
  const named = feedTuners === 'everyone' ? ['everyone'] : feedTuners.map((user) => `<@${user}>`);
  const who = feedTuners === 'everyone' ? named : ['admins', 'the installer', ...named];
  const unsure = whenUnsure === 'ask' ? "the subscription's maker is asked" : 'it is posted again and says so';
  return `feeds are tuned by ${list.format(who)}; where a message may or may not have arrived, ${unsure}`;
}
