import type { WebClient } from '@slack/web-api';
import type { Subscription } from '../digest/subscription.ts';
import { mayTuneFeeds } from '../jobs/authorize.ts';
import { findLatestStories } from '../jobs/compile.ts';
import { loadPerspective } from '../jobs/perspective.ts';
import type { Store } from '../jobs/ports.ts';
import { loadTeamSettings } from '../jobs/team-settings.ts';
import { everything } from './answers/stories.ts';
import { type AdminPart, homeRoom, renderHome } from './home-view.ts';
import type { SlackServices } from './services.ts';
import type { Asker } from './task.ts';

/** The most that Slack gives: https://docs.slack.dev/reference/methods/users.conversations */
const pageSize = 999;

/**
 * Shows somebody their App Home: what their channels are told, the latest stories, the feeds, and for admins who may do what and who
 * did.
 * @param from the first of the subscriptions to show, counted from 0
 * @see https://docs.slack.dev/reference/methods/views.publish
 */
export async function publishHome(asker: Asker, services: SlackServices, from = 0): Promise<void> {
  const { store, directory, now } = services;
  const { team, user } = asker;
  const client = await services.client(team);
  const [subscriptions, stories, feeds, mayTune, admin] = await Promise.all([
    listVisible(client, store, asker),
    listStories(team, services),
    store.feeds.list({ limit: homeRoom.feeds }),
    mayTuneFeeds(store, directory, asker),
    loadAdminPart(asker, services),
  ]);
  const view = renderHome({ subscriptions, from, stories, feeds, mayTune, admin, now: now() });
  await client.views.publish({ user_id: user, view });
}

/** The subscriptions of the channels that somebody is in, and that the app may know of. */
async function listVisible(
  client: WebClient,
  store: Pick<Store, 'subscriptions'>,
  { team, user }: Asker,
): Promise<Subscription[]> {
  const channels = await listChannels(client, user);
  const visible: Subscription[] = [];
  let after: string | undefined;
  do {
    const page = await store.subscriptions.list(team, undefined, { limit: 500, after });
    visible.push(...page.items.filter(({ channel }) => channels.has(channel)));
    after = page.next;
  } while (after);
  return visible;
}

async function listChannels(client: WebClient, user: string): Promise<Set<string>> {
  const ids = new Set<string>();
  let cursor = '';
  do {
    const { channels = [], response_metadata } = await client.users.conversations({
      user,
      types: 'public_channel,private_channel',
      limit: pageSize,
      ...(cursor ? { cursor } : {}),
    });
    for (const { id } of channels) if (id) ids.add(id);
    cursor = response_metadata?.next_cursor ?? '';
  } while (cursor);
  return ids;
}

async function listStories(team: string, { store, openReviewer, now }: SlackServices) {
  const perspective = await loadPerspective(store, team, openReviewer);
  return findLatestStories(store, everything, now(), homeRoom.stories, perspective);
}

async function loadAdminPart(asker: Asker, { store, directory }: SlackServices): Promise<AdminPart | undefined> {
  if (!(await directory.isAdmin(asker.team, asker.user))) return undefined;
  const [settings, { items }] = await Promise.all([
    loadTeamSettings(store, asker.team),
    store.teams.listAudit(asker.team, { limit: homeRoom.deeds }),
  ]);
  return { settings, deeds: items };
}
