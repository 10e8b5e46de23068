import { describe } from 'vitest';
import type { Store } from '../../lib/jobs/ports.ts';
import { renderMessage } from '../../lib/render/message-blocks.ts';
import { buildArticle, buildDelivery, buildDigest, buildSubscription, minutesLater } from '../fixtures/builders.ts';
import { fileReports } from '../jobs/fixture.ts';
import { ada, ben, general, incidents, it, notes, type SeenMessage, type TestApp, tell } from './app-fixture.ts';

const team = 'T0PLAYGROUND';

async function fileStory(store: Store): Promise<void> {
  await fileReports(store, buildArticle({ seenAt: minutesLater(-60) }));
}

/** Posts a message of ours as a delivery does. */
async function post(
  { services, watch }: TestApp,
  channel: string,
  message: Parameters<typeof renderMessage>[0],
  thread?: string,
): Promise<SeenMessage> {
  const client = await services.client(team);
  const [posted] = await watch(() =>
    client.chat.postMessage({ channel, ...renderMessage(message), ...(thread ? { thread_ts: thread } : {}) }),
  );
  if (!posted) throw new Error('nothing was posted');
  return posted;
}

/** A message as it stands now. */
function seeAgain({ slack }: TestApp, { channel, ts }: SeenMessage): SeenMessage {
  const message = slack.workspace.channels.get(channel)?.messages.find((one) => one.ts === ts);
  if (!message) throw new Error('it is not there any more');
  return { ...message, channel };
}

async function pausedOf(store: Store, id = 'subscription-1'): Promise<string | undefined> {
  return (await store.subscriptions.get(id))?.paused?.why;
}

describe('the buttons of a subscription', () => {
  it('pause, resume and remove it in a list, which is drawn anew', async ({ app, store, expect }) => {
    await store.subscriptions.add(buildSubscription({ team, channel: incidents }));
    const [list] = await app.ask(ben, 'subscriptions');
    if (!list) throw new Error('there is no list');
    const seeList = () => seeAgain(app, list);
    expect(await app.press(ben, list, 'subscription-pause')).toEqual([]);
    expect(await pausedOf(store)).toBe('asked');
    expect(seeList()).toMatchObject({ ephemeralTo: ben, text: expect.stringContaining('Paused') });
    expect(await app.press(ben, seeList(), 'subscription-resume')).toEqual([]);
    expect(await pausedOf(store)).toBeUndefined();
    expect(seeList().text).not.toContain('Paused');
    expect(await app.press(ben, seeList(), 'subscription-remove')).toEqual([]);
    expect(seeList().text).toContain('No subscriptions yet');
  });

  it('say so elsewhere', async ({ app, store, expect }) => {
    const [made] = await app.ask(ben, 'subscribe topic:outage daily 08:30 UTC');
    const [paused] = made ? await app.press(ben, made, 'subscription-pause') : [];
    expect(paused).toMatchObject({ ephemeralTo: ben, text: expect.stringContaining('It rests') });
    if (paused) await app.press(ben, paused, 'subscription-resume');
    expect((await store.subscriptions.list(team)).items).not.toMatchObject([{ paused: {} }]);
  });

  it('in a list that is out of date say what is so', async ({ app, store, expect }) => {
    await store.subscriptions.add(buildSubscription({ team, channel: incidents }));
    const [list] = await app.ask(ben, 'subscriptions');
    await store.subscriptions.remove('subscription-1');
    const [gone] = list ? await app.press(ben, list, 'subscription-pause') : [];
    expect(gone?.text).toContain('No subscription "subscription-1"');
  });

  it('in a channel that somebody is not in are not his to use', async ({ app, store, expect }) => {
    await store.subscriptions.add(buildSubscription({ team, channel: notes }));
    const paused = {
      kind: 'paused',
      subscriptionId: 'subscription-1',
      query: '',
      channel: notes,
      why: 'channel-gone',
    } as const;
    const notice = await post(app, incidents, { kind: 'notice', notice: paused });
    const [answer] = await app.press(ben, notice, 'subscription-remove');
    expect(answer).toMatchObject({ ephemeralTo: ben, text: expect.stringContaining('Only members of') });
    expect(await store.subscriptions.get('subscription-1')).toBeDefined();
    await app.press(ada, notice, 'subscription-remove');
    expect(await store.subscriptions.get('subscription-1')).toBeUndefined();
  });
});

describe('the menu of a story', () => {
  it.for(['sides', 'why'])(
    'shows %s to who asked, in the thread that it stands in',
    async (deed, { app, store, expect }) => {
      await fileStory(store);
      const digest = buildDigest();
      const parent = await post(app, incidents, { kind: 'digest', digest });
      const [story] = digest.stories;
      const details = story && (await post(app, incidents, { kind: 'details', digest, story }, parent.ts));
      const value = `${deed}|story-1|digest-1`;
      const [above] = await app.press(ben, parent, 'story-menu', value);
      expect(above).toMatchObject({ ephemeralTo: ben, text: expect.stringContaining('Airline check-in fails') });
      expect(above?.threadTs).toBeUndefined();
      const [below] = details ? await app.press(ben, details, 'story-menu', value) : [];
      expect(below).toMatchObject({ ephemeralTo: ben, threadTs: parent.ts });
    },
  );
});

describe('the question whether a message arrived', () => {
  it.for<[string, string, string]>([
    ['unsure-post-again', 'due', 'It is posted again'],
    ['unsure-leave', 'sent', 'it counts as posted'],
  ])('is answered by %s, once, and is no question any more', async ([action, state, said], { app, store, expect }) => {
    await store.subscriptions.add(buildSubscription({ team, channel: incidents, createdBy: ben }));
    await store.digests.add(buildDigest({ stories: [] }));
    await store.deliveries.add(buildDelivery({ team, channel: incidents, state: 'asked', triedAt: minutesLater(0) }));
    const unsure = {
      kind: 'unsure',
      deliveryId: 'digest-1',
      channel: incidents,
      what: 'the digest',
      query: '',
    } as const;
    const question = await post(app, ben, { kind: 'notice', notice: unsure });
    expect(await app.press(ben, question, action)).toEqual([]);
    expect(await store.deliveries.get('digest-1')).toMatchObject({ state });
    const direct = [...app.slack.workspace.channels.values()].find(({ kind }) => kind === 'direct');
    expect(direct?.messages).toMatchObject([{ text: expect.stringContaining(said) }]);
  });
});

describe('the Home', () => {
  it('answers in a window of its own, in which one reads on', async ({ app, store, expect }) => {
    await fileStory(store);
    await app.watch(() => app.slack.act(ben, { kind: 'open-home' }));
    expect(await app.pressIn(ben, 'home', 'latest')).toEqual([]);
    const list = await app.awaitModal(ben, 'Airline check-in fails');
    await app.pressIn(ben, list, 'story-show', 'story-1');
    const story = await app.awaitModal(ben, 'Who is missing');
    expect(story.id).toBe(list.id);
    await app.pressIn(ben, story, 'story-menu', 'why|story-1|');
    await app.awaitModal(ben, 'Article by article');
    expect(app.slack.workspace.modals.get(ben)).toHaveLength(1);
    await app.pressIn(ben, await app.awaitModal(ben), 'story-menu', 'fix|story-1|');
    await app.awaitModal(ben, 'fix-labels');
    expect(app.slack.workspace.modals.get(ben)).toHaveLength(2);
  });

  it('shows tables there in words, for windows have none', async ({ app, store, expect }) => {
    await fileStory(store);
    await app.watch(() => app.slack.act(ben, { kind: 'open-home' }));
    await app.pressIn(ben, 'home', 'trends');
    const { view } = await app.awaitModal(ben, 'direct messages');
    expect(JSON.stringify(view.blocks)).toContain('Aviation; 1;');
    expect(app.logged).toEqual([]);
  });

  it('shows at once what was done there', async ({ app, store, expect }) => {
    await store.subscriptions.add(buildSubscription({ team, channel: incidents }));
    await app.watch(() => app.slack.act(ben, { kind: 'open-home' }));
    expect(await app.pressIn(ben, 'home', 'subscription-pause', 'subscription-1|')).toEqual([]);
    expect(await pausedOf(store)).toBe('asked');
    expect(await app.pressIn(ben, 'home', 'subscription-resume', 'subscription-1|')).toEqual([]);
    expect(await pausedOf(store)).toBeUndefined();
  });

  it('tells in the direct messages what it could not do', async ({ app, store, expect }) => {
    await store.subscriptions.add(buildSubscription({ team, channel: incidents }));
    await app.watch(() => app.slack.act(ben, { kind: 'open-home' }));
    await store.subscriptions.remove('subscription-1');
    const seen = await app.pressIn(ben, 'home', 'subscription-pause', 'subscription-1|');
    expect(seen).toMatchObject([{ channel: ben, text: expect.stringContaining('No subscription') }]);
  });

  it('opens the form of a new subscription, and lists it', async ({ app, expect }) => {
    await app.watch(() => app.slack.act(ben, { kind: 'open-home' }));
    await app.pressIn(ben, 'home', 'subscribe');
    const { id } = await app.awaitModal(ben, 'would have sent');
    const channel = { channel: { type: 'conversations_select', selected_conversation: incidents } };
    const seen = await app.watch(() => app.slack.act(ben, { kind: 'submit', modal: id, values: { channel } }));
    expect(seen).toMatchObject([{ channel: ben, text: expect.stringContaining('Subscribed') }]);
    const home = app.slack.workspace.views.get(app.slack.workspace.homes.get(ben) ?? '');
    expect(JSON.stringify(home?.view)).toContain('subscription-pause');
  });
});

describe('what a form did', () => {
  it('is told in the direct messages where the app is not in the channel that it was opened in', async ({
    app,
    expect,
  }) => {
    await app.ask(ben, 'subscribe', general);
    const { id } = await app.awaitModal(ben, 'would have sent');
    const channel = { channel: { type: 'conversations_select', selected_conversation: incidents } };
    const seen = await app.watch(() => app.slack.act(ben, { kind: 'submit', modal: id, values: { channel } }));
    expect(seen).toMatchObject([{ channel: ben, text: expect.stringContaining(`Subscribed <#${incidents}>`) }]);
  });
});

describe('an element of an answer', () => {
  it('opens the form that it names, and a link needs nothing of us', async ({ app, store, expect }) => {
    await fileStory(store);
    const [list] = await app.ask(ben, 'latest topic:outage');
    if (list) await app.press(ben, list, 'subscribe', 'topic:outage');
    const { view } = await app.awaitModal(ben);
    expect(JSON.stringify(view.blocks)).toContain('"value":"outage"');
    expect(list && tell(list)).not.toContain('"type":"mrkdwn"');
  });
});
