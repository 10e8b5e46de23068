import { AwsLambdaReceiver } from '@slack/bolt';
import { describe } from 'vitest';
import { createSlackApp } from '../../lib/slack/app.ts';
import { createBoltLogger } from '../../lib/slack/bolt-log.ts';
import { signRequest } from '../../lib/slack/playground/sign.ts';
import type { Dispatch } from '../../lib/slack/services.ts';
import type { SlackTask } from '../../lib/slack/task.ts';
import { runTask } from '../../lib/slack/work.ts';
import { ben, incidents, it, signingSecret, type TestApp } from './app-fixture.ts';

const team = 'T0PLAYGROUND';

/** The same listeners behind API Gateway, the work handed to whoever is given. */
function openLambda({ services }: TestApp, dispatch: Dispatch) {
  const receiver = new AwsLambdaReceiver({ signingSecret, logger: createBoltLogger(services.log) });
  const authorize = async () => ({ botToken: 'xoxb-app-test', botId: 'B0FAULTLINE', botUserId: 'U0FAULTLINE' });
  createSlackApp({ receiver, authorize, services: { ...services, dispatch } });
  const handler = receiver.toHandler();
  return async (body: string, contentType: string, secret = signingSecret) => {
    const headers = { 'content-type': contentType, ...signRequest(secret, body, new Date()) };
    const path = { rawPath: '/slack/events', rawQueryString: '', routeKey: '$default', version: '2.0' };
    return handler({ ...path, body, headers, isBase64Encoded: false, requestContext: {} }, {});
  };
}

const form = 'application/x-www-form-urlencoded';

function writeCommand(text: string, responseUrl = 'http://127.0.0.1:9/'): string {
  const use = { team_id: team, channel_id: incidents, user_id: ben, response_url: responseUrl, trigger_id: '1.2.3' };
  return new URLSearchParams({ command: '/faultline', text, ...use }).toString();
}

const uninstalled = JSON.stringify({
  type: 'event_callback',
  team_id: team,
  event_id: 'Ev1',
  event_time: 1_721_368_800,
  event: { type: 'app_uninstalled' },
});

describe('behind AwsLambdaReceiver', () => {
  it('a command is acknowledged once its work is in other hands', async ({ app, expect }) => {
    const tasks: SlackTask[] = [];
    const send = openLambda(app, async (task) => {
      await new Promise(setImmediate);
      tasks.push(JSON.parse(JSON.stringify(task)));
    });
    expect(await send(writeCommand('latest rail', 'http://127.0.0.1:9/answer'), form)).toEqual({
      statusCode: 200,
      body: '',
    });
    expect(tasks).toEqual([
      {
        kind: 'command',
        asker: { team, channel: incidents, user: ben },
        responseUrl: 'http://127.0.0.1:9/answer',
        command: '/faultline',
        text: 'latest rail',
      },
    ]);
  });

  it('the work goes on from its JSON in another process', async ({ app, server, expect }) => {
    const tasks: string[] = [];
    const send = openLambda(app, async (task) => void tasks.push(JSON.stringify(task)));
    const { promise: answered, resolve } = Promise.withResolvers<string>();
    const answerTo = server.serve('/respond', async (request, response) => {
      resolve(Buffer.concat(await request.toArray()).toString());
      response.end('ok');
    });
    await send(writeCommand('help', answerTo), form);
    for (const task of tasks) await runTask(JSON.parse(task), app.services);
    expect(await answered).toContain('/faultline subscribe');
  });

  it('what is signed with another secret is refused', async ({ app, expect }) => {
    const tasks: SlackTask[] = [];
    const send = openLambda(app, async (task) => void tasks.push(task));
    expect(await send(writeCommand('latest'), form, 'another')).toMatchObject({ statusCode: 401 });
    expect(tasks).toEqual([]);
  });

  it('an event that cannot be handed on is asked for again', async ({ app, expect }) => {
    const send = openLambda(app, () => Promise.reject(new Error('no hands')));
    expect(await send(uninstalled, 'application/json')).toMatchObject({ statusCode: 500 });
    expect(app.logged).toContainEqual(expect.stringMatching(/^error: Slack request failed .*no hands/));
    const tasks: SlackTask[] = [];
    const later = openLambda(app, async (task) => void tasks.push(task));
    expect(await later(uninstalled, 'application/json')).toMatchObject({ statusCode: 200 });
    expect(tasks).toMatchObject([
      { kind: 'event', id: 'Ev1', event: 'app_uninstalled', at: '2024-07-19T06:00:00.000Z' },
    ]);
  });

  it('a command that cannot be handed on is told so', async ({ app, server, expect }) => {
    const { promise: answered, resolve } = Promise.withResolvers<string>();
    const answerTo = server.serve('/respond', async (request, response) => {
      resolve(Buffer.concat(await request.toArray()).toString());
      response.end('ok');
    });
    const send = openLambda(app, () => Promise.reject(new Error('no hands')));
    expect(await send(writeCommand('latest', answerTo), form)).toMatchObject({ statusCode: 200 });
    expect(await answered).toContain('Something failed here (id ');
  });

  it('a workspace without the app is logged, and gets no answer', async ({ app, expect }) => {
    const receiver = new AwsLambdaReceiver({ signingSecret, logger: createBoltLogger(app.services.log) });
    const authorize = () => Promise.reject(new Error('not installed'));
    createSlackApp({ receiver, authorize, services: app.services });
    const body = writeCommand('latest');
    const headers = { 'content-type': form, ...signRequest(signingSecret, body, new Date()) };
    const path = { rawPath: '/', rawQueryString: '', routeKey: '$default', version: '2.0' };
    const event = { ...path, body, headers, isBase64Encoded: false, requestContext: {} };
    expect(await receiver.toHandler()(event, {})).toMatchObject({ statusCode: 200, body: '' });
    expect(app.logged).toContainEqual(expect.stringMatching(/^error: Slack request failed .*not installed/));
  });
});
