import { queueNotice } from '../jobs/queue-notice.ts';
import { restSubscriptions } from '../jobs/rest-subscriptions.ts';
import type { SlackServices } from './services.ts';
import type { SlackTask } from './task.ts';

type Ports = Pick<SlackServices, 'store' | 'now' | 'log'>;

/**
 * Takes in what befell the app or a channel. Told of the same event again, in whatever order or at once, it comes to the same.
 * @see https://docs.slack.dev/reference/events
 */
export async function handleEvent(
  { event, team, channel, at }: Pick<SlackTask & { kind: 'event' }, 'event' | 'team' | 'channel' | 'at'>,
  ports: Ports,
): Promise<void> {
  switch (event) {
    case 'app_uninstalled':
    case 'tokens_revoked':
      await ports.store.teams.forget(team);
      ports.log('info', 'workspace forgotten', { team, event });
      return;
    case 'member_joined_channel':
      return channel ? welcome(ports, team, channel, at) : undefined;
    case 'channel_unarchive':
    case 'group_unarchive':
      // Where nothing rests there is nobody to tell: the app was welcome there before.
      if (channel && (await countResting(ports, team, channel)) > 0) await welcome(ports, team, channel, at);
      return;
    case 'channel_archive':
    case 'channel_deleted':
    case 'group_archive':
    case 'group_deleted':
      if (channel) await restSubscriptions(ports, { team, channel }, 'channel-gone');
      return;
    case 'channel_left':
    case 'group_left':
      if (channel) await restSubscriptions(ports, { team, channel }, 'not-in-channel');
  }
}

/** Three first steps, and what rests there and may be resumed; once for each time that the app came in. */
async function welcome(ports: Ports, team: string, channel: string, at: string): Promise<void> {
  const resting = await countResting(ports, team, channel);
  await queueNotice(ports, { team, channel }, { kind: 'welcome', ...(resting > 0 ? { resting } : {}) }, at);
}

/** Subscriptions of a channel that rest because there was no posting to it. */
async function countResting({ store }: Ports, team: string, channel: string): Promise<number> {
  const { items } = await store.subscriptions.list(team, channel);
  return items.filter(({ paused }) => paused !== undefined && paused.why !== 'asked').length;
}
