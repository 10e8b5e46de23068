import type { App } from '@slack/bolt';
import { expect } from 'vitest';
import type { Deed } from '../../../lib/slack/playground/protocol.ts';
import { ada, adasNotes, ben, createClient, general, incidents, it, tellError } from './fixture.ts';

type MembershipDeed = Extract<Deed, { kind: 'membership' }>['deed'];

const bot = 'U0FAULTLINE';

function member(channel: string, deed: MembershipDeed): Deed {
  return { kind: 'membership', channel, deed };
}

/** Takes down every event that a Bolt app gets, without what differs each time. */
function record(events: Record<string, unknown>[]): (app: App) => void {
  return (app) =>
    app.event(/.*/, async ({ event }) => {
      const { event_ts: _, ...rest } = { event_ts: '', ...event };
      events.push(rest);
    });
}

it.for<[string, Deed[], Record<string, unknown>[]]>([
  [
    'is invited to a channel',
    [member(general, 'invite-app')],
    [
      {
        type: 'member_joined_channel',
        user: bot,
        channel: general,
        channel_type: 'C',
        team: 'T0PLAYGROUND',
        inviter: ada,
      },
    ],
  ],
  [
    'is invited to a private channel and removed',
    [member(adasNotes, 'invite-app'), member(adasNotes, 'remove-app')],
    [
      {
        type: 'member_joined_channel',
        user: bot,
        channel: adasNotes,
        channel_type: 'G',
        team: 'T0PLAYGROUND',
        inviter: ada,
      },
      { type: 'group_left', channel: adasNotes, actor_id: ada },
    ],
  ],
  ['is removed', [member(incidents, 'remove-app')], [{ type: 'channel_left', channel: incidents, actor_id: ada }]],
  [
    'is in a channel that is archived, brought back and deleted',
    [member(incidents, 'archive'), member(incidents, 'unarchive'), member(incidents, 'delete')],
    [
      { type: 'channel_archive', channel: incidents, user: ada, is_moved: 0 },
      { type: 'channel_unarchive', channel: incidents, user: ada },
      { type: 'channel_deleted', channel: incidents, actor_id: ada },
    ],
  ],
  ['is not in a private channel that is deleted', [member(adasNotes, 'delete')], []],
  [
    'is in a channel that somebody leaves, to which it did not subscribe, and joins',
    [member(incidents, 'leave'), member(incidents, 'join')],
    [{ type: 'member_joined_channel', user: ada, channel: incidents, channel_type: 'C', team: 'T0PLAYGROUND' }],
  ],
])('tells the app when it %s', async ([, deeds, expected], { playground, connect }) => {
  const events: Record<string, unknown>[] = [];
  await connect(playground, 'HTTP', record(events));
  for (const deed of deeds) expect(await playground.act(ada, deed)).toEqual({ ok: true });
  expect(events).toEqual(expected);
});

it.for<[string, string, Deed, string]>([
  ['a member who would delete a channel', ben, member(incidents, 'delete'), 'Only admins can delete channels.'],
  [
    'whoever would join a private channel uninvited',
    ben,
    member(adasNotes, 'join'),
    'Somebody must invite you to a private channel.',
  ],
  ['who would invite the app twice', ada, member(incidents, 'invite-app'), 'Faultline is in this channel.'],
  ['who would remove an app that is not in', ada, member(general, 'remove-app'), 'Faultline is not in this channel.'],
  ['a member who would remove the app from the workspace', ben, { kind: 'uninstall' }, 'Only admins can remove apps.'],
  [
    'who writes in a channel that they are not in',
    ben,
    { kind: 'say', channel: adasNotes, text: 'x' },
    'Only members of a channel can write there.',
  ],
  [
    'whoever would move a clock that cannot be moved',
    ada,
    { kind: 'advance', minutes: 5 },
    "The clock is the machine's own.",
  ],
])('refuses %s', async ([, user, deed, error], { playground }) => {
  expect(await playground.act(user, deed)).toEqual({ ok: false, error });
});

it('takes the app out of the workspace: both events, and its token ends', async ({ playground, connect, client }) => {
  const events: Record<string, unknown>[] = [];
  await connect(playground, 'HTTP', record(events));
  expect(await playground.act(ada, { kind: 'uninstall' })).toEqual({ ok: true });
  expect(events).toEqual([{ type: 'tokens_revoked', tokens: { oauth: [], bot: [bot] } }, { type: 'app_uninstalled' }]);
  expect(await tellError(client.auth.test())).toBe('account_inactive');
  expect(await playground.act(ada, { kind: 'command', channel: incidents, text: 'help' })).toMatchObject({ ok: false });
  expect(await playground.act(ada, { kind: 'install' })).toEqual({ ok: true });
  expect(await tellError(client.auth.test())).toBe('ok');
  expect(await tellError(client.chat.postMessage({ channel: incidents, text: 'x' }))).toBe('not_in_channel');
});

it('lets nobody write to the app, as its manifest says', async ({ playground, client }) => {
  const { channel = '' } = await client.chat.postMessage({ channel: ben, text: 'x' });
  expect(await playground.act(ben, { kind: 'say', channel, text: 'Hello' })).toEqual({
    ok: false,
    error: 'Sending messages to this app has been turned off.',
  });
});

it('moves the clock where it can be moved', async ({ open, clock }) => {
  const playground = await open({ advance: (minutes) => clock.pass(minutes * 60) });
  const { ts: before } = await createClient(playground).chat.postMessage({ channel: incidents, text: 'x' });
  expect(await playground.act(ben, { kind: 'advance', minutes: 60 })).toEqual({ ok: true });
  const { ts: after } = await createClient(playground).chat.postMessage({ channel: incidents, text: 'x' });
  expect(Number(after) - Number(before)).toBeCloseTo(3600, 3);
});
