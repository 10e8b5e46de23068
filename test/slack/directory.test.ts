import { describe, expect } from 'vitest';
import { FaultlineError } from '../../lib/errors.ts';
import { createDirectory } from '../../lib/slack/directory.ts';
import { connectTo, it } from './fixture.ts';

describe('the directory', () => {
  it('knows who administers a workspace', async ({ slack, clock }) => {
    const { isAdmin } = createDirectory({ client: connectTo(slack.apiUrl), now: clock.now });
    expect(await Promise.all(['UMA', 'U1', 'U404'].map((user) => isAdmin('T1', user)))).toEqual([true, false, false]);
  });

  it('knows who is in a channel, private ones that the app is in among them', async ({ slack, clock }) => {
    const { isMember } = createDirectory({ client: connectTo(slack.apiUrl), now: clock.now });
    const ask = (channel: string) => Promise.all(['U1', 'UMA'].map((user) => isMember('T1', channel, user)));
    expect(await ask('C1')).toEqual([true, false]);
    expect(await ask('C3')).toEqual([true, false]);
    slack.workspace.channels.get('C3')?.members.delete(slack.workspace.app.userId);
    expect(await isMember('T1', 'C3', 'U2')).toBe(false);
    expect(await isMember('T1', 'C404', 'U1')).toBe(false);
  });

  it('finds a member on any page of a long list', async ({ slack, clock }) => {
    const members = slack.workspace.channels.get('C1')?.members;
    members?.clear();
    for (let i = 0; i < 2_500; i++) members?.add(`U-${i}`);
    const { isMember } = createDirectory({ client: connectTo(slack.apiUrl), now: clock.now });
    expect(await Promise.all(['U-0', 'U-1200', 'U-2499', 'U-2500'].map((user) => isMember('T1', 'C1', user)))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('counts whoever speaks with the app directly as a member there', async ({ slack, clock }) => {
    const { isMember } = createDirectory({ client: connectTo(slack.apiUrl), now: clock.now });
    expect(await isMember('T1', 'D1', 'U1')).toBe(true);
  });

  it('keeps its answers for a minute', async ({ slack, clock }) => {
    const { isAdmin, isMember } = createDirectory({ client: connectTo(slack.apiUrl), now: clock.now });
    const ask = () => Promise.all([isAdmin('T1', 'UMA'), isAdmin('T1', 'U1'), isMember('T1', 'C1', 'U1')]);
    expect(await ask()).toEqual([true, false, true]);
    for (const id of ['UMA', 'U1']) {
      const user = slack.workspace.users.get(id);
      if (user) slack.workspace.users.set(id, { ...user, isAdmin: !user.isAdmin });
    }
    slack.workspace.channels.get('C1')?.members.delete('U1');
    clock.pass(0.9);
    expect(await ask()).toEqual([true, false, true]);
    clock.pass(0.1);
    expect(await ask()).toEqual([false, true, false]);
  });

  it('asks again for whoever was no member, for they may have joined', async ({ slack, clock }) => {
    const { isMember } = createDirectory({ client: connectTo(slack.apiUrl), now: clock.now });
    expect(await isMember('T1', 'C1', 'UMA')).toBe(false);
    slack.workspace.channels.get('C1')?.members.add('UMA');
    expect(await isMember('T1', 'C1', 'UMA')).toBe(true);
  });

  it('keeps the workspaces apart', async ({ slack, readable, clock }) => {
    const slacks: Readonly<Record<string, typeof slack>> = { T1: slack, T2: readable };
    const client = (team: string) => connectTo(slacks[team]?.apiUrl ?? '')();
    readable.workspace.users.delete('UMA');
    const { isAdmin } = createDirectory({ client, now: clock.now });
    expect([await isAdmin('T1', 'UMA'), await isAdmin('T2', 'UMA')]).toEqual([true, false]);
  });

  for (const [fault, why] of [
    [{ kind: 'error', taken: false }, 'HTTP 500'],
    [{ kind: 'limited', seconds: 9 }, 'it wants to be asked again in 9 s'],
  ] as const) {
    it(`says that Slack did not answer, and keeps nothing, after ${JSON.stringify(fault)}`, async ({
      slack,
      clock,
    }) => {
      const { isAdmin, isMember } = createDirectory({ client: connectTo(slack.apiUrl), now: clock.now });
      slack.faults.next('users.info', fault);
      slack.faults.next('conversations.members', fault);
      for (const answer of [isAdmin('T1', 'UMA'), isMember('T1', 'C1', 'U1')]) {
        const error: unknown = await answer.catch((thrown: unknown) => thrown);
        expect(error instanceof FaultlineError && [error.code, error.facts.why]).toEqual(['slack-unanswered', why]);
      }
      expect([await isAdmin('T1', 'UMA'), await isMember('T1', 'C1', 'U1')]).toEqual([true, true]);
    });
  }
});
