import { FaultlineError } from '../errors.ts';
import type { Directory, Store } from './ports.ts';

/** Who does something, from whichever surface. */
export interface Actor {
  team: string;
  user: string;
}

/**
 * Lets the members of a channel, and the workspace's admins, change what the channel is told.
 * @throws FaultlineError `not-a-member`
 */
export async function authorizeChannel(directory: Directory, { team, user }: Actor, channel: string): Promise<void> {
  if (await directory.isMember(team, channel, user)) return;
  if (await directory.isAdmin(team, user)) return;
  throw new FaultlineError('not-a-member', { channel });
}

/** Whether somebody may change the feed list: admins, the installer, and whom the admins chose. */
export async function mayTuneFeeds(
  store: Pick<Store, 'teams'>,
  directory: Directory,
  { team, user }: Actor,
): Promise<boolean> {
  const settings = await store.teams.settings(team);
  const tuners = settings?.feedTuners ?? [];
  if (tuners === 'everyone' || tuners.includes(user) || settings?.installer === user) return true;
  return directory.isAdmin(team, user);
}

/**
 * @throws FaultlineError `not-a-feed-tuner`
 */
export async function authorizeFeeds(store: Pick<Store, 'teams'>, directory: Directory, actor: Actor): Promise<void> {
  if (!(await mayTuneFeeds(store, directory, actor))) throw new FaultlineError('not-a-feed-tuner');
}

/**
 * Lets admins decide for the workspace: who may tune feeds, what becomes of an unsure message.
 * @throws FaultlineError `not-an-admin`
 */
export async function authorizeAdmin(directory: Directory, { team, user }: Actor): Promise<void> {
  if (!(await directory.isAdmin(team, user))) throw new FaultlineError('not-an-admin');
}
