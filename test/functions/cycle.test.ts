import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openClient, startDynamoDb } from '../../lib/cli/bench/local-dynamodb.ts';
import { createFeed } from '../../lib/feeds/feed.ts';
import { createPlayground, type Playground } from '../../lib/slack/playground/server.ts';
import { provisionTable } from '../../lib/store/dynamodb/provision-table.ts';
import { createDynamoStore } from '../../lib/store/dynamodb/store.ts';
import { buildSubscription, morning } from '../fixtures/builders.ts';
import { type FeedServer, reports, startFeedServer, writeRss } from '../fixtures/feed-server.ts';
import { buildRequest, type FunctionUrl, openFunctionUrl } from '../fixtures/function-url.ts';
import { buildContext, type Lambda, type LambdaFunction, startLambda } from '../fixtures/lambda.ts';
import { type ParameterStore, startParameterStore } from '../fixtures/parameter-store.ts';

const dynamo = await startDynamoDb();
const botToken = 'xoxb-1-cycle';
const signingSecret = '0123456789abcdef0123456789abcdef';
const model = fileURLToPath(new URL('../../lib/classify/model.json', import.meta.url));
const minute = 60_000;

/** The handlers of the functions, loaded once the environment says where everything is. */
async function loadHandlers() {
  const [poll, ingest, schedule, digest, deliver, slack, work] = await Promise.all([
    import('../../functions/poll.ts'),
    import('../../functions/ingest.ts'),
    import('../../functions/schedule.ts'),
    import('../../functions/digest.ts'),
    import('../../functions/deliver.ts'),
    import('../../functions/slack.ts'),
    import('../../functions/work.ts'),
  ]);
  return { poll, ingest, schedule, digest, deliver, slack, work };
}

describe.skipIf(!dynamo)('the functions together', () => {
  let lambda: Lambda;
  let parameters: ParameterStore;
  let slack: Playground;
  let feeds: FeedServer;
  let url: FunctionUrl;
  let handlers: Awaited<ReturnType<typeof loadHandlers>>;
  const store = createDynamoStore({ table: 'cycle', client: openClient(dynamo ?? { endpoint: '' }) });
  const lines: Record<string, unknown>[] = [];
  const logged = (message: string) => lines.filter((line) => line.message === message);

  beforeAll(async () => {
    // The clock alone is ours: SDK and sockets keep their timers.
    vi.useFakeTimers({ toFake: ['Date'], now: morning });
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      for (const line of String(text).split('\n').filter(Boolean)) lines.push(JSON.parse(line));
      return true;
    });
    const now = () => new Date();
    slack = await createPlayground({ port: 0, now, botToken, appToken: 'xapp-1', signingSecret, ackWait: 60_000 });
    feeds = await startFeedServer();
    parameters = await startParameterStore({
      '/faultline/test/slack-bot-token': botToken,
      '/faultline/test/slack-signing-secret': signingSecret,
      '/faultline/test/slack-api-url': slack.apiUrl,
    });
    const by =
      (name: 'ingest' | 'digest' | 'deliver' | 'work'): LambdaFunction =>
      (event, context) =>
        handlers[name].handler(event, context);
    lambda = await startLambda({
      'test-ingest': by('ingest'),
      'test-digest': by('digest'),
      'test-deliver': by('deliver'),
      'test-work': by('work'),
    });
    const environment = {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: dynamo?.endpoint ?? '',
      AWS_ENDPOINT_URL_LAMBDA: lambda.url,
      AWS_ENDPOINT_URL_SSM: parameters.url,
      FAULTLINE_TABLE: 'cycle',
      FAULTLINE_STAGE: 'test',
      FAULTLINE_SECRETS: '/faultline/test/',
      FAULTLINE_MODEL: model,
      FAULTLINE_ALLOW_PRIVATE: 'true',
      FAULTLINE_INGEST_FUNCTION: 'test-ingest',
      FAULTLINE_DIGEST_FUNCTION: 'test-digest',
      FAULTLINE_DELIVER_FUNCTION: 'test-deliver',
      FAULTLINE_WORK_FUNCTION: 'test-work',
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const client = openClient(dynamo ?? { endpoint: '' });
    await provisionTable(client, 'cycle');
    client.destroy();
    handlers = await loadHandlers();
    url = await openFunctionUrl('slack', handlers.slack.handler);
    slack.connectApp(`${url.url}/slack/events`);
  }, 120_000);

  afterAll(async () => {
    vi.restoreAllMocks();
    vi.useRealTimers();
    vi.unstubAllEnvs();
    await Promise.all([url.close(), lambda.close(), parameters.close(), slack.close(), feeds.close()]);
    store.close();
    await dynamo?.stop();
  });

  it('schedule, ingest, story, digest, message: each event twice, the message once, by one correlation', async () => {
    const team = slack.workspace.team.id;
    const channel = [...slack.workspace.channels.values()].find(({ members }) =>
      members.has(slack.workspace.app.userId),
    );
    if (!channel) throw new Error('the app is nowhere');
    const address = feeds.serve('/harbour', writeRss('Harbour', [reports.crash]));
    await store.feeds.add(createFeed({ url: address, title: 'Harbour' }, 'test', new Date()));
    const subscription = buildSubscription({ team, channel: channel.id, query: '', cadence: 'hourly', at: '00:00' });
    await store.subscriptions.add({ ...subscription, nextAt: new Date(morning.getTime() + 60 * minute) });
    lambda.repeat();

    vi.setSystemTime(morning.getTime() + 5 * minute);
    await handlers.poll.handler({}, buildContext('poll', { awsRequestId: 'poll-1' }));
    await lambda.settle();
    expect(lambda.failed).toEqual([]);
    const polls = logged('feed polled');
    for (const one of polls) expect(one).toMatchObject({ correlation: 'poll-1', function: 'ingest', kind: 'fetched' });
    // Both copies at once may find it new, and one of them places it.
    expect(polls.map((one) => one.new).sort()).toEqual([0, 1]);

    vi.setSystemTime(morning.getTime() + 62 * minute);
    await handlers.schedule.handler({}, buildContext('schedule', { awsRequestId: 'schedule-1' }));
    await lambda.settle();
    expect(lambda.failed).toEqual([]);
    expect(channel.messages.map(({ text }) => text)).toEqual([
      expect.stringContaining('CrowdStrike'),
      expect.stringContaining('CrowdStrike'),
    ]);
    expect(channel.messages[1]?.threadTs).toBe(channel.messages[0]?.ts);
    const posts = logged('message posted');
    expect(posts).toHaveLength(2);
    for (const post of posts) expect(post).toMatchObject({ correlation: 'schedule-1', function: 'deliver' });

    await handlers.schedule.handler({}, buildContext('schedule'));
    await lambda.settle();
    expect(channel.messages).toHaveLength(2);
  }, 120_000);

  it('what was done is counted for CloudWatch', () => {
    const sum = (name: string) => lines.reduce((total, line) => total + Number(line._aws ? (line[name] ?? 0) : 0), 0);
    expect([sum('ArticlesAdded'), sum('StoriesTouched'), sum('MessagesPosted'), sum('FeedsFailed')]).toEqual([
      1, 1, 1, 0,
    ]);
    // Of what was done twice, both are counted.
    expect([sum('FeedsPolled'), sum('DigestsCompiled')]).toEqual([2, 2]);
  });

  it('a slash command goes round: acknowledged, handed on, answered once', async () => {
    const [user = ''] = slack.workspace.users.keys();
    const channel = [...slack.workspace.channels.values()].find(({ members }) => members.has(user));
    if (!channel) throw new Error('the user is nowhere');
    const before = channel.messages.length;
    const { ok } = await slack.act(user, { kind: 'command', channel: channel.id, text: 'latest cröwdstrike' });
    expect(ok).toBe(true);
    await lambda.settle();
    expect(channel.messages.slice(before)).toMatchObject([{ ephemeralTo: user }]);
    const requestId = url.runs.at(-1)?.awsRequestId;
    expect(lambda.accepted.at(-1)).toMatchObject({ name: 'test-work', event: { correlation: requestId } });
    expect(logged('this was done before')).toMatchObject([{ correlation: requestId, function: 'slack' }]);
  }, 60_000);

  it.each([
    ['ingest', { job: 'ingest' }, 'event-wrong'],
    ['digest', { version: 1, job: 'dance', correlation: 'r' }, 'job-unknown'],
    ['deliver', { version: 2, job: 'deliver', correlation: 'r' }, 'record-newer'],
    ['work', null, 'event-wrong'],
  ] as const)('%s throws back the event %j and logs why, with its id', async (name, event, code) => {
    const context = buildContext(name, { awsRequestId: `bad-${name}` });
    await expect(handlers[name].handler(event, context)).rejects.toMatchObject({ code });
    expect(logged('function failed')).toContainEqual(expect.objectContaining({ requestId: `bad-${name}`, code }));
  });

  it.each([
    ['GET', '/', {}],
    ['GET', '/slack/install', {}],
    ['DELETE', '/slack/events', {}],
  ])('%s %s is nothing that there is', async (method, path, request) => {
    const answer = await handlers.slack.handler(buildRequest(method, path, request), buildContext('slack'));
    expect(answer).toEqual({ statusCode: 404, body: '' });
  });

  it.each([
    ['', {}, 400],
    ['{', { 'content-type': 'application/json' }, 400],
    ['payload=%7B', { 'content-type': 'application/x-www-form-urlencoded' }, 400],
    ['{"type":"event_callback"}', { 'content-type': 'application/json' }, 401],
    ['command=/faultline', { 'content-type': 'application/x-www-form-urlencoded' }, 401],
  ])(
    'a body %j that Slack did not sign is refused, and is no failure of the function',
    async (body, headers, status) => {
      const request = buildRequest('POST', '/slack/events', { headers: { ...headers }, body });
      expect(await handlers.slack.handler(request, buildContext('slack'))).toMatchObject({ statusCode: status });
    },
  );

  it('secrets were read once a process, and stand in no line of the log', () => {
    expect(parameters.requests.length).toBe(2);
    expect(JSON.stringify(lines)).not.toContain(botToken);
    expect(JSON.stringify(lines)).not.toContain(signingSecret);
  });
});
