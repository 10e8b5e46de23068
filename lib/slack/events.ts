import type { App, EnvelopedEvent } from '@slack/bolt';
import type { SlackServices } from './services.ts';
import type { SlackTask } from './task.ts';

/** What befell a channel that the app is in, or was. */
const channelEvents = [
  'channel_archive',
  'channel_deleted',
  'channel_left',
  'channel_unarchive',
  'channel_unarchive',
  'group_archive',
  'group_deleted',
  'group_left',
  'group_unarchive',
  'group_unarchive',
] as const;

/**
 * Events are handed on with Slack's id of them, by which whoever does the work tells a retry. A failure to hand one on is thrown:
 * Slack sends it again where the receiver can still say so.
 */
export function listenToEvents(app: App, { dispatch }: Pick<SlackServices, 'dispatch'>): void {
  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab === 'home') await dispatch({ kind: 'home', asker: { team: body.team_id, user: event.user } });
  });
  app.event('member_joined_channel', async ({ event, body, context }) => {
    if (event.user !== context.botUserId) return;
    const { channel, inviter } = event;
    await dispatch({ ...readEvent(body), channel, ...(inviter ? { user: inviter } : {}) });
  });
  for (const name of channelEvents) {
    app.event(name, async ({ event, body }) => dispatch({ ...readEvent(body), channel: event.channel }));
  }
  app.event('app_uninstalled', async ({ body }) => dispatch(readEvent(body)));
  app.event('tokens_revoked', async ({ event, body }) => {
    // Tokens of users are none of ours.
    if (event.tokens.bot?.length) await dispatch(readEvent(body));
  });
}

function readEvent({ event_id, event_time, team_id, event }: EnvelopedEvent): SlackTask & { kind: 'event' } {
  return {
    kind: 'event',
    id: event_id,
    team: team_id,
    event: event.type,
    at: new Date(event_time * 1000).toISOString(),
  };
}
