import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { createLog } from '../../log.ts';
import type { Config } from '../../runtime/config.ts';
import { listenToSlack } from '../../runtime/slack.ts';
import { createClock, readClock } from '../clock.ts';
import { serve } from '../start.ts';
import { showPart } from './open-process.ts';
import type { SlackPlace } from './slack-process.ts';

export interface Apps {
  /** Runs the app as `start` does, its clock at a time. @returns its request URL */
  openApp(config: Config, place: SlackPlace, time: Date): Promise<string>;
  /** Runs an app that acknowledges commands and does nothing else. @returns its request URL */
  openBareApp(place: SlackPlace): Promise<string>;
  /** Ends what was opened, when what it has begun is done. */
  close(): Promise<void>;
}

const endings: (() => Promise<void>)[] = [];

async function openApp(config: Config, place: SlackPlace, time: Date): Promise<string> {
  const { access, signingSecret } = place;
  const clock = createClock(time);
  const now = readClock(clock);
  const log = createLog((line) => process.stderr.write(line), now);
  const opened = Promise.withResolvers<string>();
  const stopped = Promise.withResolvers<void>();
  const serving = serve(
    { config, json: false },
    {
      now,
      log,
      order: { config, access, clock, isQuiet: true },
      async connect(parts) {
        const connection = await listenToSlack(signingSecret, access, parts);
        opened.resolve(connection.url);
        return connection;
      },
    },
    () => stopped.promise,
  );
  serving.catch(opened.reject);
  endings.push(async () => {
    stopped.resolve();
    await serving;
  });
  return opened.promise;
}

async function openBareApp({ access, signingSecret }: SlackPlace): Promise<string> {
  if (access.kind !== 'one-workspace') throw new Error('the playground is one workspace');
  const { botToken, apiUrl: slackApiUrl } = access;
  const receiver = new HTTPReceiver({ signingSecret });
  const app = new App({ token: botToken, receiver, clientOptions: { slackApiUrl } });
  app.command(/.*/, ({ ack }) => ack());
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  endings.push(async () => void (await app.stop()));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
}

showPart({
  openApp,
  openBareApp,
  async close() {
    for (const end of endings) await end();
  },
} satisfies Apps);
