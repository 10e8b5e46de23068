import { describe, expect } from 'vitest';
import type { Message } from '../../lib/digest/message.ts';
import { FaultlineError } from '../../lib/errors.ts';
import { createMessenger } from '../../lib/slack/messenger.ts';
import { buildAlert, buildDigest, buildDigestStory, minutesLater, morning } from '../fixtures/builders.ts';
import { connectTo, it, markOf, messengerOf, readChannel } from './fixture.ts';

const digest: Message = { kind: 'digest', digest: buildDigest() };
const c1 = { team: 'T1', channel: 'C1' };

describe('posting', () => {
  it('puts a message into the channel, marked, and tells its ts', async ({ slack }) => {
    const outcome = await messengerOf(slack).post(c1, digest, 'digest-1:0');
    const [message, ...others] = readChannel(slack, 'C1');
    expect(others).toEqual([]);
    expect(outcome).toEqual({ kind: 'posted', ts: message?.ts });
    expect(message?.metadata).toEqual({ event_type: 'faultline_delivery', event_payload: { mark: 'digest-1:0' } });
    expect(JSON.stringify(message?.blocks)).toContain('Airline check-in fails at three airports');
    expect(message?.text).toContain('Airline check-in fails at three airports');
  });

  it('puts a reply into the thread', async ({ slack }) => {
    const messenger = messengerOf(slack);
    await messenger.post(c1, digest, 'digest-1:0');
    const [parent] = readChannel(slack, 'C1');
    const details: Message = { kind: 'details', digest: buildDigest(), story: buildDigestStory() };
    await messenger.post({ ...c1, thread: parent?.ts ?? '' }, details, 'digest-1:1');
    expect(readChannel(slack, 'C1').map(({ threadTs }) => threadTs)).toEqual([undefined, parent?.ts]);
  });

  it('says in the first line that a message may be a repeat', async ({ slack }) => {
    await messengerOf(slack).post(c1, digest, 'digest-1:0', true);
    const [message] = readChannel(slack, 'C1');
    expect(message?.text).toMatch(/^This may be a repeat: /);
    expect(JSON.stringify(message?.blocks[0])).toContain('This may be a repeat: ');
  });

  it('reaches a person by direct message', async ({ slack }) => {
    const notice: Message = { kind: 'notice', notice: { kind: 'welcome' } };
    expect(await messengerOf(slack).post({ team: 'T1', channel: 'U1' }, notice, 'notice-1:0')).toMatchObject({
      kind: 'posted',
    });
    expect(readChannel(slack, 'U1')).toHaveLength(1);
  });

  it('is refused by a mistake of ours, and sends nothing', async ({ slack }) => {
    const message: Message = { kind: 'change', alert: buildAlert(), change: 7 };
    expect(await messengerOf(slack).post(c1, message, 'alert-1:8')).toEqual({
      kind: 'refused',
      reason: 'it cannot be rendered: an alert with 0 changes has none at 7',
    });
    expect(readChannel(slack, 'C1')).toEqual([]);
  });

  it('is put off where the app has no client for the workspace just now', async () => {
    const messenger = createMessenger({ client: () => Promise.reject(new Error('the key is locked')) });
    expect(await messenger.post(c1, digest, 'digest-1:0')).toEqual({ kind: 'not-sent', reason: 'the key is locked' });
  });

  it('knows of no workspace where the app was taken out of it', async () => {
    const error = new FaultlineError('installation-unknown', { team: 'T1' });
    const messenger = createMessenger({ client: () => Promise.reject(error) });
    expect(await messenger.post(c1, digest, 'digest-1:0')).toEqual({ kind: 'team-gone' });
    expect(await messenger.find(c1, 'digest-1:0', morning)).toEqual({ kind: 'team-gone' });
  });
});

describe('editing', () => {
  it('replaces the message and keeps its mark, however often', async ({ slack }) => {
    const messenger = messengerOf(slack);
    await messenger.post(c1, { kind: 'alert', alert: buildAlert() }, 'alert-1:0');
    const [{ ts } = { ts: '' }] = readChannel(slack, 'C1');
    const grown = buildAlert({ story: buildDigestStory({ title: 'Check-in works again' }), version: 2 });
    for (const _ of [1, 2]) {
      const outcome = await messenger.edit({ ...c1, ts }, { kind: 'alert', alert: grown });
      expect(outcome).toEqual({ kind: 'posted', ts });
    }
    const [message, ...others] = readChannel(slack, 'C1');
    expect(others).toEqual([]);
    expect(message?.text).toContain('Check-in works again');
    expect(message && markOf(message)).toBe('alert-1:0');
  });

  it('is refused where somebody deleted the message', async ({ slack }) => {
    const outcome = await messengerOf(slack).edit({ ...c1, ts: '1.1' }, { kind: 'alert', alert: buildAlert() });
    expect(outcome).toEqual({ kind: 'refused', reason: 'message_not_found' });
  });
});

describe('finding', () => {
  it('finds a message by its mark, among hundreds', async ({ readable, clock }) => {
    const messenger = messengerOf(readable);
    const marks = Array.from({ length: 250 }, (_, i) => `digest-1:${i}`);
    for (const mark of marks) await messenger.post(c1, digest, mark);
    const messages = readChannel(readable, 'C1');
    for (const i of [0, 130, 249]) {
      expect(await messenger.find(c1, `digest-1:${i}`, clock.now())).toEqual({ kind: 'found', ts: messages[i]?.ts });
    }
    expect(await messenger.find(c1, 'digest-1:250', clock.now())).toEqual({ kind: 'absent' });
  });

  it('finds a reply in its thread, and not beside it', async ({ readable }) => {
    const messenger = messengerOf(readable);
    for (const i of [0, 1]) await messenger.post(c1, digest, `parent-${i}`);
    const [one, other] = readChannel(readable, 'C1').map(({ ts }) => ({ ...c1, thread: ts }));
    if (!one || !other) throw new Error('nothing was posted');
    await messenger.post(one, digest, 'reply');
    const [, , reply] = readChannel(readable, 'C1');
    expect(await messenger.find(one, 'reply', morning)).toEqual({ kind: 'found', ts: reply?.ts });
    expect(await messenger.find(other, 'reply', morning)).toEqual({ kind: 'absent' });
    expect(await messenger.find(c1, 'reply', morning)).toEqual({ kind: 'absent' });
    expect(await messenger.find({ ...c1, thread: '1.1' }, 'reply', morning)).toEqual({ kind: 'absent' });
  });

  it('looks back to when the post began, and a minute more for clocks that differ', async ({ readable, clock }) => {
    const messenger = messengerOf(readable);
    await messenger.post(c1, digest, 'digest-1:0');
    clock.pass(10);
    expect(await messenger.find(c1, 'digest-1:0', new Date(morning.getTime() + 59_000))).toMatchObject({
      kind: 'found',
    });
    expect(await messenger.find(c1, 'digest-1:0', minutesLater(2))).toEqual({ kind: 'absent' });
  });

  it('takes the marks of other apps for theirs', async ({ readable }) => {
    const client = await connectTo(readable.apiUrl)();
    const metadata = { event_type: 'other_app', event_payload: { mark: 'digest-1:0' } };
    await client.chat.postMessage({ channel: 'C1', text: 'Hello', metadata });
    expect(await messengerOf(readable).find(c1, 'digest-1:0', morning)).toEqual({ kind: 'absent' });
  });

  it('says where it may not read', async ({ slack }) => {
    expect(await messengerOf(slack).find(c1, 'digest-1:0', morning)).toEqual({ kind: 'unreadable' });
    expect(await messengerOf(slack).find({ ...c1, thread: '1.1' }, 'digest-1:0', morning)).toEqual({
      kind: 'unreadable',
    });
  });

  it('says where there is nothing to read any more', async ({ readable }) => {
    readable.workspace.channels.delete('C1');
    readable.workspace.channels.get('C2')?.members.delete(readable.workspace.app.userId);
    const messenger = messengerOf(readable);
    const gone = { kind: 'channel-gone', why: 'channel-gone' };
    expect(await messenger.find(c1, 'digest-1:0', morning)).toEqual(gone);
    expect(await messenger.find({ ...c1, channel: 'C2' }, 'digest-1:0', morning)).toEqual({
      kind: 'channel-gone',
      why: 'not-in-channel',
    });
    readable.workspace.isInstalled = false;
    expect(await messenger.find(c1, 'digest-1:0', morning)).toEqual({ kind: 'team-gone' });
  });

  it('says where it failed, on any page', async ({ readable }) => {
    const messenger = messengerOf(readable);
    readable.faults.next('conversations.history', { kind: 'limited', seconds: 9 });
    readable.faults.next('conversations.history', { kind: 'error', taken: false });
    readable.faults.next('conversations.history', { kind: 'cut', taken: true });
    for (const reason of ['it wants to be asked again in 9 s', 'HTTP 500', expect.any(String)]) {
      expect(await messenger.find(c1, 'digest-1:0', morning)).toEqual({ kind: 'failed', reason });
    }
  });
});
