import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { type Logger, WebAPIPlatformError, WebClient } from '@slack/web-api';
import { test } from 'vitest';
import type { Deed } from '../../../lib/slack/playground/protocol.ts';
import { createPlayground, type Playground, type PlaygroundOptions } from '../../../lib/slack/playground/server.ts';
import type { PostedMessage } from '../../../lib/slack/playground/workspace.ts';

export const ada = 'U0ADAOKAFOR';
export const ben = 'U0BENSILVA1';
export const incidents = 'C0INCIDENTS';
export const policy = 'C0POLICYDSK';
export const general = 'C0GENERAL00';
export const adasNotes = 'C0ADASNOTES';

export const botToken = 'xoxb-playground-test';
export const appToken = 'xapp-playground-test';
export const signingSecret = 'a secret of the tests';

/** A clock that stands still until it is moved on. */
export interface TestClock {
  now(): Date;
  pass(seconds: number): void;
}

function createClock(): TestClock {
  let time = Date.parse('2026-03-10T08:00:00Z');
  return {
    now: () => new Date(time),
    pass(seconds) {
      time += seconds * 1000;
    },
  };
}

const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** The SDK's client as the app uses it: nothing is tried twice. `timeout` in milliseconds; 0 waits for ever. */
export function createClient({ apiUrl }: Pick<Playground, 'apiUrl'>, token = botToken, timeout = 0): WebClient {
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logger: silent,
  });
}

/** The error that Slack names, or `ok`. */
export async function tellError(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return String(error.data.error);
    throw error;
  }
}

/** What Slack says besides of a call that it refuses. */
export async function tellRefusal(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return { ...error.data };
    throw error;
  }
  throw new Error('Slack took it');
}

export function readMessages({ workspace }: Playground, channel = incidents): PostedMessage[] {
  return workspace.channels.get(channel)?.messages ?? [];
}

type Transport = 'HTTP' | 'Socket Mode';

/** A real Bolt app that a playground is Slack to. */
async function connectBolt(
  playground: Playground,
  transport: Transport,
  listen: (app: App) => void,
): Promise<{ stop(): Promise<void> }> {
  const clientOptions = { slackApiUrl: playground.apiUrl, retryConfig: { retries: 0 } };
  const receiver =
    transport === 'HTTP'
      ? new HTTPReceiver({ signingSecret, port: 0, logger: silent })
      : new SocketModeReceiver({ appToken, logger: silent, installerOptions: { clientOptions } });
  // With `token` it would ask who it is by itself, and nobody would hear of it where the answer does not come.
  const authorize = async () => ({ botToken, botId: 'B0FAULTLINE', botUserId: 'U0FAULTLINE' });
  const app = new App({ authorize, receiver, clientOptions, logger: silent });
  listen(app);
  if (receiver instanceof SocketModeReceiver) {
    await app.start();
    const disconnected = new Promise((resolve) => receiver.client.once('disconnected', resolve));
    return {
      async stop() {
        await app.stop();
        await disconnected;
      },
    };
  }
  const server = await receiver.start({ port: 0, host: '127.0.0.1' });
  playground.connectApp(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  return { stop: async () => void (await app.stop()) };
}

interface Fixture {
  clock: TestClock;
  open(options?: Partial<PlaygroundOptions>): Promise<Playground>;
  playground: Playground;
  client: WebClient;
  /** Connects a Bolt app for the time of the test. */
  connect(playground: Playground, transport: Transport, listen: (app: App) => void): Promise<void>;
}

export const it = test.extend<Fixture>({
  clock: async ({ task: _task }, use) => use(createClock()),
  open: async ({ clock }, use) => {
    const opened: Playground[] = [];
    await use(async (options) => {
      const playground = await createPlayground({
        port: 0,
        now: clock.now,
        botToken,
        appToken,
        signingSecret,
        retryDelays: [0, 0, 0],
        ...options,
      });
      opened.push(playground);
      return playground;
    });
    for (const playground of opened) await playground.close();
  },
  playground: async ({ open }, use) => use(await open()),
  client: async ({ playground }, use) => use(createClient(playground)),
  // After `open`, so that apps stop before their playground closes.
  connect: async ({ open: _open }, use) => {
    const apps: { stop(): Promise<void> }[] = [];
    await use(async (playground, transport, listen) => {
      apps.push(await connectBolt(playground, transport, listen));
    });
    for (const app of apps) await app.stop();
  },
});

/** The use of a button. */
export function press(channel: string, ts: string, blockId: string, actionId: string): Deed {
  return {
    kind: 'action',
    source: { kind: 'message', channel, ts },
    blockId,
    action: { type: 'button', action_id: actionId },
    values: {},
  };
}
