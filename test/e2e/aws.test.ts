import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalDynamoDb, startDynamoDb } from '../../lib/cli/bench/local-dynamodb.ts';
import { canPackage } from '../../lib/cli/bench/package-functions.ts';
import type { PostedMessage } from '../../lib/slack/playground/workspace.ts';
import { buildFeed } from '../fixtures/builders.ts';
import { type FeedServer, startFeedServer, writeRss } from '../fixtures/feed-server.ts';
import { type Deployment, deploy, packageOnce } from './deployment.ts';

const ben = 'U0BENSILVA1';
const room = 'C0INCIDENTS';
const patience = 60_000;
const where = canPackage() ? '' : ' (skipped: what packages them is not installed: npm ci --prefix infra/local)';

const outage = {
  title: 'Faulty update from Brightwall stops check-in at airlines and cash machines of banks worldwide',
  summary: 'Airports queue, card payments fail and hospitals postpone operations after a faulty security update.',
};
const others = [
  {
    title: 'Brightwall update grounds flights and stops bank cash machines',
    summary: 'Airlines and banks are hit worldwide.',
  },
  {
    title: 'Hospitals postpone operations as Brightwall security update fails',
    summary: 'Clinics went back to paper after the outage.',
  },
];

let packaged: Awaited<ReturnType<typeof packageOnce>>;
let database: LocalDynamoDb | undefined;
let deployed: Deployment;
let feeds: FeedServer;

/** Feeds that tell of one outage, each its own way, due now. */
async function followFeeds(): Promise<void> {
  const now = new Date();
  for (const [i, item] of [outage, ...others].entries()) {
    const url = feeds.serve(
      `/feed-${i}`,
      writeRss(`Harbour ${i}`, [{ ...item, url: `https://harbour-${i}.example/outage`, published: now.toUTCString() }]),
    );
    await deployed.store.feeds.add(buildFeed({ id: `feed-${i}`, title: `Harbour ${i}`, url, nextPollAt: now }));
  }
}

/** Those that stand in the channel itself, with a text. */
const said = (text: RegExp, channel = room): PostedMessage[] =>
  deployed.slack.workspace.channels
    .get(channel)
    ?.messages.filter((message) => !message.threadTs && text.test(message.text)) ?? [];

/** Those messages, where there are any. */
const found = (text: RegExp): PostedMessage[] | undefined => (said(text).length > 0 ? said(text) : undefined);

async function subscribe(): Promise<void> {
  await command('subscribe topic:outage hourly');
  await deployed.slack.until(() => found(/^Subscribed /), patience);
}

async function command(text: string): Promise<void> {
  expect(await deployed.slack.act(ben, { kind: 'command', channel: room, text })).toEqual({ ok: true });
}

describe.skipIf(!canPackage())(`the packaged functions on this machine${where}`, { timeout: 3 * patience }, () => {
  beforeAll(async () => {
    [packaged, database] = await Promise.all([packageOnce(), startDynamoDb()]);
  }, 3 * patience);
  afterAll(async () => {
    await packaged.remove();
    await database?.stop();
  });
  beforeEach(async (context) => {
    if (!database) return context.skip('there is no DynamoDB to run them on: npm ci --prefix infra/local');
    feeds = await startFeedServer();
    deployed = await deploy(packaged, database);
  });
  afterEach(async () => {
    await deployed?.close();
    await feeds?.close();
  });

  it('carry news from a feed to a message: schedule, ingest, story, digest, post', async () => {
    await followFeeds();
    await subscribe();

    await deployed.trigger('poll');
    const { items: stories } = await deployed.store.stories.list();
    expect(stories).toMatchObject([{ topic: 'outage', independentPublishers: 3 }]);

    await deployed.trigger('schedule', 90);
    expect(said(/Brightwall/)).toHaveLength(1);
    expect(said(/Brightwall/)[0]?.text).toMatch(/3 items from 3 feeds: .* 0 lost/);
    expect(deployed.lambda.failed).toEqual([]);
  });

  it('answer a command with what was told', async () => {
    await followFeeds();
    await deployed.trigger('poll');
    await command('latest sector:aviation');
    const [latest] = await deployed.slack.until(() => found(/Latest stories/), patience);
    expect(latest?.text).toContain('Brightwall');
  });

  it('log one correlation from the schedule to the post', async () => {
    await followFeeds();
    await subscribe();
    await deployed.trigger('poll');
    await deployed.trigger('schedule', 90);
    const isPosted = () => deployed.readLog().some(({ message, sent }) => message === 'messages posted' && sent === 1);
    await expect.poll(isPosted, { timeout: patience }).toBe(true);
    const lines = deployed.readLog();
    const scheduled = lines.find(({ message }) => message === 'subscriptions handed on');
    const told = lines.filter(({ correlation }) => correlation === scheduled?.correlation);
    expect(new Set(told.map(({ function: name }) => name))).toEqual(new Set(['schedule', 'digest', 'deliver']));
    expect(told).toContainEqual(expect.objectContaining({ message: 'digest compiled', items: 3 }));
    expect(told).toContainEqual(expect.objectContaining({ message: 'messages posted', sent: 1 }));
    expect(JSON.stringify(lines)).not.toMatch(/xoxb-/);
  });

  it('do nothing twice where every event arrives twice', async () => {
    deployed.lambda.repeat();
    await followFeeds();
    await subscribe();
    await deployed.trigger('poll');
    await deployed.trigger('schedule', 90);
    expect(said(/^Subscribed /)).toHaveLength(1);
    expect(said(/Brightwall/)).toHaveLength(1);
    const { items: stories } = await deployed.store.stories.list();
    expect(stories).toMatchObject([{ independentPublishers: 3 }]);
    expect((await deployed.store.articles.find({})).items).toHaveLength(3);
    expect(deployed.lambda.failed).toEqual([]);
  });

  it('make up for a function that dies half-way', async () => {
    await followFeeds();
    let asked = 0;
    const url = feeds.serve('/fatal', (_request, response) => {
      if (asked++ === 0) deployed.kill('ingest');
      else response.end(writeRss('Quay', [{ ...outage, url: 'https://quay.example/outage' }]));
    });
    await deployed.store.feeds.add(buildFeed({ id: 'fatal', title: 'Quay', url, nextPollAt: new Date() }));
    await deployed.trigger('poll');
    expect(asked).toBe(2);
    expect((await deployed.store.articles.find({})).items).toHaveLength(4);
    expect(deployed.lambda.failed).toEqual([]);
  });

  it.each([
    ['that is no object', 'ingest', '"due"', 'event-wrong'],
    ['of an unknown job', 'digest', '{"version":1,"job":"dance","correlation":"c"}', 'job-unknown'],
    ['of a newer version', 'deliver', '{"version":2,"job":"deliver","correlation":"c"}', 'record-newer'],
    ['of another function', 'work', '{"version":1,"job":"deliver","correlation":"c"}', 'event-wrong'],
  ])('leave an event %s in the failure queue, and say why', async (_what, name, event, code) => {
    const answer = await fetch(`${deployed.lambda.url}/2015-03-31/functions/${name}/invocations`, {
      method: 'POST',
      headers: { 'x-amz-invocation-type': 'Event' },
      body: event,
    });
    expect(answer.status).toBe(202);
    await deployed.lambda.settle();
    const [failed] = deployed.lambda.failed;
    expect(failed).toMatchObject({ name, event: JSON.parse(event) });
    const complaints = () => deployed.readLog().filter(({ level }) => level === 'error');
    // What a process says arrives a moment after its answer.
    await expect.poll(() => complaints().length, { timeout: patience }).toBe(3);
    for (const complaint of complaints()) expect(complaint).toMatchObject({ code, requestId: failed?.requestId });
  });

  it('refuse what Slack did not sign', async () => {
    const body = 'command=%2Ffaultline&text=latest&team_id=T1';
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-slack-signature': 'v0=00' };
    const time = { 'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000)) };
    const answer = await fetch(deployed.url, { method: 'POST', body, headers: { ...headers, ...time } });
    expect(answer.status).toBe(401);
    expect(deployed.lambda.accepted).toEqual([]);
  });
});
