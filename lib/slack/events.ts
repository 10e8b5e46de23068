import type { App, Context, EnvelopedEvent } from '@slack/bolt';
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
  app.event('app_home_opened', async ({ event, body, context }) => {
    if (event.tab === 'home')
      await dispatch({ kind: 'home', asker: { team: readTeam(body, context), user: event.user } });
  });
  app.event('member_joined_channel', async ({ event, body, context }) => {
    if (event.user !== context.botUserId) return;
    const { channel, inviter } = event;
    await dispatch({ ...readEvent(body, context), channel, ...(inviter ? { user: inviter } : {}) });
  });
  for (const name of channelEvents) {
    app.event(name, async ({ event, body, context }) =>
      dispatch({ ...readEvent(body, context), channel: event.channel }),
    );
  }
  app.event('app_uninstalled', async ({ body, context }) => dispatch(readEvent(body, context)));
  app.event('tokens_revoked', async ({ event, body, context }) => {
    // Tokens of users are none of ours.
    if (event.tokens.bot?.length) await dispatch(readEvent(body, context));
  });
}

function readEvent(body: EnvelopedEvent, context: Context): SlackTask & { kind: 'event' } {
  return {
    kind: 'event',
    id: body.event_id,
    team: readTeam(body, context),
    event: body.event.type,
    at: new Date(body.event_time * 1000).toISOString(),
  };
}

/** Where the app is installed, which in a channel shared between workspaces need not be where the event came from. */
function readTeam(body: EnvelopedEvent, { teamId }: Context): string {
  return teamId ?? body.team_id;
}
