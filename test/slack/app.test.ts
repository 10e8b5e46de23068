import { createHmac } from 'node:crypto';
import { describe } from 'vitest';
import { buildSubscription } from '../fixtures/builders.ts';
import { ada, ben, general, incidents, it, signingSecret, type TestApp, tell } from './app-fixture.ts';

const team = 'T0PLAYGROUND';

interface Signing {
  secret?: string;
  /** Seconds since it was signed. */
  age?: number;
  headers?: Record<string, string>;
}

/** Sends what Slack would send, signed by hand. */
async function send(
  url: string,
  body: string,
  type: string,
  { secret = signingSecret, age = 0, headers }: Signing = {},
) {
  const timestamp = String(Math.floor(Date.now() / 1000) - age);
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const signature = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': type, ...signature, ...headers },
    body,
  });
  return { status: response.status, text: await response.text() };
}

function writeCommand(text: string, responseUrl: string): string {
  return new URLSearchParams({
    command: '/faultline',
    text,
    team_id: team,
    channel_id: incidents,
    user_id: ben,
    response_url: responseUrl,
    trigger_id: '1.2.3',
  }).toString();
}

const form = 'application/x-www-form-urlencoded';

function writeEvent(event: Record<string, unknown>, id = 'Ev1'): string {
  return JSON.stringify({
    type: 'event_callback',
    team_id: team,
    event_id: id,
    event_time: 1_721_368_800,
    authorizations: [{ team_id: team, enterprise_id: null, user_id: 'U0FAULTLINE', is_bot: true }],
    event,
  });
}

async function isPaused({ store }: TestApp, id = 'subscription-1'): Promise<boolean> {
  return (await store.subscriptions.get(id))?.paused !== undefined;
}

describe('a request', () => {
  it('that Slack signed is acknowledged before its answer is made', async ({ app, server, expect }) => {
    const { promise: asked, resolve: ask } = Promise.withResolvers<{ type: string; text: string }>();
    const answerTo = server.serve('/respond', async (request, response) => {
      ask(JSON.parse(Buffer.concat(await request.toArray()).toString()));
      response.end('ok');
    });
    const acknowledgement = await send(app.requestUrl, writeCommand('help', answerTo), form);
    expect(acknowledgement).toEqual({ status: 200, text: '' });
    expect(await asked).toMatchObject({
      response_type: 'ephemeral',
      replace_original: false,
      text: expect.stringContaining('/faultline subscribe'),
    });
  });

  it.for<[string, Signing]>([
    ['signed with another secret', { secret: 'another' }],
    ['signed six minutes ago', { age: 361 }],
    ['without a signature', { headers: { 'x-slack-signature': '' } }],
    ['with the signature of another body', { headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } }],
    ['without a time', { headers: { 'x-slack-request-timestamp': 'now' } }],
  ])('%s is refused, and nothing is done', async ([, signing], { app, expect }) => {
    const { status } = await send(
      app.requestUrl,
      writeCommand('subscribe rail daily', 'http://127.0.0.1:9/'),
      form,
      signing,
    );
    expect(status).toBe(401);
    expect((await app.store.subscriptions.list(team)).items).toEqual([]);
  });

  it('that is half an hour late cannot be answered any more: that is logged', async ({ app, server, expect }) => {
    const answerTo = server.serve('/respond', (_, response) => response.writeHead(404).end('expired_url'));
    await app.watch(() => send(app.requestUrl, writeCommand('help', answerTo), form));
    expect(app.logged).toEqual([expect.stringMatching(/^warn: answer not delivered .*404 expired_url/)]);
    expect(app.logged.join()).not.toContain('/respond');
  });
});

describe('an event', () => {
  const left = { type: 'channel_left', channel: incidents, actor_id: ben };

  it('that Slack tells again is taken, and not done again', async ({ app, expect }) => {
    await app.store.subscriptions.add(buildSubscription({ team, channel: incidents }));
    await app.watch(() => send(app.requestUrl, writeEvent(left), 'application/json'));
    expect(await isPaused(app)).toBe(true);
    const paused = await app.store.subscriptions.get('subscription-1');
    const { paused: _why, ...running } = paused ?? buildSubscription();
    await app.store.subscriptions.replace({ ...running, version: running.version + 1 });
    const headers = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };
    const work = () => send(app.requestUrl, writeEvent(left), 'application/json', { headers });
    await app.watch(async () => expect(await work()).toEqual({ status: 200, text: '' }));
    expect(await isPaused(app)).toBe(false);
    await app.watch(() => send(app.requestUrl, writeEvent(left, 'Ev2'), 'application/json'));
    expect(await isPaused(app)).toBe(true);
  });

  it.for(['channel_archive', 'channel_deleted', 'channel_left', 'group_archive', 'group_deleted', 'group_left'])(
    '%s pauses what the channel was told',
    async (type, { app, expect }) => {
      await app.store.subscriptions.add(buildSubscription({ team, channel: incidents }));
      await app.watch(() => send(app.requestUrl, writeEvent({ type, channel: incidents }), 'application/json'));
      expect(await isPaused(app)).toBe(true);
    },
  );

  it.for<[string, Record<string, unknown>, boolean]>([
    ['app_uninstalled', { type: 'app_uninstalled' }, true],
    ['tokens_revoked of the bot', { type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0FAULTLINE'] } }, true],
    ['tokens_revoked of a user', { type: 'tokens_revoked', tokens: { oauth: [ben], bot: [] } }, false],
  ])('%s: is the workspace forgotten?', async ([, event, isForgotten], { app, expect }) => {
    await app.store.subscriptions.add(buildSubscription({ team }));
    await app.watch(() => send(app.requestUrl, writeEvent(event), 'application/json'));
    expect((await app.store.subscriptions.get('subscription-1')) === undefined).toBe(isForgotten);
  });

  it('of somebody who joins is the welcome of the app only where that is the app', async ({ app, expect }) => {
    const claim = async () => {
      const { now } = app.services;
      const claimed = await app.store.deliveries.claimDue(now(), new Date(now().getTime() + 1), 10);
      return claimed.map(({ delivery }) => delivery.consignment);
    };
    const join = (user: string, id: string) =>
      send(
        app.requestUrl,
        writeEvent({ type: 'member_joined_channel', user, channel: general, inviter: ben }, id),
        'application/json',
      );
    await app.watch(() => join(ada, 'Ev1'));
    expect(await claim()).toEqual([]);
    await app.watch(() => join('U0FAULTLINE', 'Ev2'));
    expect(await claim()).toEqual([{ kind: 'notice', notice: { kind: 'welcome' } }]);
  });
});

describe('what goes wrong', () => {
  it('by the asker is told in its own words, to the asker alone', async ({ app, expect }) => {
    const [answer, ...others] = await app.ask(ben, 'subscribe rail daily --share', general);
    expect(others).toEqual([]);
    expect(answer).toMatchObject({ channel: general, ephemeralTo: ben, text: expect.stringContaining('/invite') });
    expect(app.logged).toEqual([]);
  });

  it('otherwise is logged with an id, which the asker is told', async ({ app, expect }) => {
    app.slack.faults.next('conversations.info', { kind: 'error', taken: false });
    const [answer] = await app.ask(ben, 'subscribe rail daily');
    const id = /id ([\da-f]{8})/.exec(answer?.text ?? '')?.[1] ?? 'no id';
    expect(answer).toMatchObject({ ephemeralTo: ben, text: expect.stringContaining('Something failed here') });
    expect(app.logged).toEqual([expect.stringMatching(new RegExp(`^error: Slack work failed .*"id":"${id}"`))]);
    expect((await app.store.subscriptions.list(team)).items).toEqual([]);
  });

  it('with a modal is told as well, and none opens', async ({ app, expect }) => {
    app.slack.faults.next('views.open', { kind: 'error', taken: false });
    const seen = app.slack.until(() =>
      app.slack.workspace.channels.get(incidents)?.messages.find(({ ephemeralTo }) => ephemeralTo === ben),
    );
    await app.ask(ben, 'subscribe');
    expect(await seen).toMatchObject({ text: expect.stringContaining('Something failed here') });
    expect(app.slack.workspace.modals.get(ben) ?? []).toEqual([]);
  });
});

describe('a modal', () => {
  it('opens from a command, is drawn anew with what it would have sent, and is submitted', async ({ app, expect }) => {
    await app.ask(ben, 'subscribe topic:outage');
    const modal = await app.awaitModal(ben, 'would have sent');
    const seen = await app.watch(() => app.slack.act(ben, { kind: 'submit', modal: modal.id, values: {} }));
    expect((await app.store.subscriptions.list(team)).items).toMatchObject([
      { channel: incidents, query: 'topic:outage', createdBy: ben, timezone: 'America/Sao_Paulo' },
    ]);
    expect(seen).toMatchObject([{ channel: incidents, ephemeralTo: ben, text: expect.stringContaining('Subscribed') }]);
  });

  it('that is wrong stays open, the mistake at its field', async ({ app, expect }) => {
    await app.ask(ben, 'subscribe');
    const { id } = await app.awaitModal(ben, 'would have sent');
    const values = { timezone: { timezone: { type: 'plain_text_input', value: 'Berln' } } };
    await app.watch(() => app.slack.act(ben, { kind: 'submit', modal: id, values }));
    expect((await app.awaitModal(ben)).errors).toMatchObject({ timezone: expect.stringContaining('Europe/Berlin') });
    expect((await app.store.subscriptions.list(team)).items).toEqual([]);
  });
});

describe('a trigger whose three seconds are over', () => {
  it('opens nothing, and the asker is told to try again', async ({ app, server, expect }) => {
    const { promise: answered, resolve: answer } = Promise.withResolvers<string>();
    const answerTo = server.serve('/respond', async (request, response) => {
      answer(Buffer.concat(await request.toArray()).toString());
      response.end('ok');
    });
    app.slack.workspace.triggers.set('1.2.3', { user: ben, expiresAt: new Date(0), isUsed: false });
    await send(app.requestUrl, writeCommand('subscribe', answerTo), form);
    expect(await answered).toContain('Try again');
    expect(app.logged).toEqual([]);
  });
});

describe('the command', () => {
  it('is called in help and mistakes as the workspace named it', async ({ app, server, expect }) => {
    const said: string[] = [];
    const answerTo = server.serve('/respond', async (request, response) => {
      said.push(Buffer.concat(await request.toArray()).toString());
      response.end('ok');
    });
    for (const text of ['help', 'lates']) {
      const body = writeCommand(text, answerTo).replace('%2Ffaultline', '%2Fnews');
      await app.watch(() => send(app.requestUrl, body, form));
    }
    expect(said).toHaveLength(2);
    for (const answer of said) expect(answer).toContain('/news latest');
    expect(said.join()).not.toContain('/faultline');
  });

  it('names hostile words as they stand: they ping nobody and link nowhere', async ({ app, expect }) => {
    const [answer] = await app.ask(
      ben,
      '<!channel> &lt;!here&gt; <@U0ADAOKAFOR|ada> <https://evil.example|bank.example>',
    );
    const blocks = answer ? tell(answer) : '';
    expect(answer?.text).not.toMatch(/<[!@]|<https?:/);
    expect(blocks).not.toMatch(/"type":"(?:user|broadcast|link|mrkdwn)"/);
    expect(blocks).toContain('@channel');
  });
});
