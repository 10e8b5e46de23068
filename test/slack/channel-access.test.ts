import { describe, expect } from 'vitest';
import { requireApp } from '../../lib/slack/channel-access.ts';
import { codeOf, elsewhere, here, it, secret } from './modals/fixture.ts';

describe('a channel in which the app is to post', () => {
  it.for([
    ['a public one that it is in', here, 'nothing was refused'],
    ['a private one that it is in', secret, 'nothing was refused'],
    ['a public one that it is not in', elsewhere, 'app-not-in-channel'],
    ['one that it does not know', 'C0NOWHERE', 'app-not-in-channel'],
    ['direct messages', 'D0BEN', 'no-channel'],
    ['nowhere', '', 'no-channel'],
  ] as const)('is judged: %s', async ([, channel, outcome], { services }) => {
    expect(await codeOf(requireApp(await services.client(''), channel))).toBe(outcome);
  });

  it('must not be archived', async ({ slack, services }) => {
    const channel = slack.workspace.channels.get(here);
    if (channel) channel.isArchived = true;
    expect(await codeOf(requireApp(await services.client(''), here))).toBe('app-not-in-channel');
  });

  it('is not refused where Slack does not answer: that is another error', async ({ slack, services }) => {
    slack.faults.next('conversations.info', { kind: 'error', taken: false });
    expect(await codeOf(requireApp(await services.client(''), here))).not.toBe('app-not-in-channel');
  });
});
