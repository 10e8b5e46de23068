import type { Config } from '../../runtime/config.ts';
import { signRequest } from '../../runtime/playground.ts';
import type { Apps } from './app-process.ts';
import type { Load, Shot } from './load-process.ts';
import { findMedian, findQuantile } from './median.ts';
import { openProcess } from './open-process.ts';
import type { Slack, SlackPlace } from './slack-process.ts';

/** What people ask, as often as it stands here. */
const texts = [
  'help',
  'latest',
  'latest topic:outage',
  'latest topic:policy country:FR',
  'latest "content update"',
  'sides topic:policy',
  'sides sector:aviation',
  'subscriptions',
  'feeds',
  'story 1',
  'why 1',
  'help latest',
  'latest sector:aviation,rail since:7d',
  'latest topic:outag',
  'trends since:14d',
];
const concurrency = 50;
/** Rounds until an app that runs is as quick as it gets; a command that is answered soon does for them. */
const warmUpRounds = 8;
const warmUpText = ['help'];
/** Longest wait, in milliseconds, for the answers of a round. */
const patience = 60_000;

/** Milliseconds from sending a command to its acknowledgement. */
interface AckTimes {
  p50: number;
  p99: number;
}

export interface Acknowledging {
  rounds: number;
  commandsARound: number;
  concurrency: number;
  /** Medians of the rounds. */
  app: AckTimes;
  bare: AckTimes;
  /** The medians of what the rounds' ratios are. */
  ratio: AckTimes;
  /** Commands a second that the app answered in full. */
  answersASecond: number;
}

/**
 * How long slash commands wait for their acknowledgement, beside those of an app that does nothing else: both sent the same commands,
 * fifty at a time, in turns. A round of the app ends when all its answers have arrived.
 * @param config of a store with articles
 * @param time at which the app's clock starts
 */
export async function measureAcknowledging(
  config: Config,
  time: Date,
  { rounds, commands }: { rounds: number; commands: number },
): Promise<Acknowledging> {
  const slack = openProcess<Slack>('slack-process.ts');
  const load = openProcess<Load>('load-process.ts');
  const app = openProcess<Apps>('app-process.ts');
  const bareApp = openProcess<Apps>('app-process.ts');
  try {
    const place = await slack.remote.open(1, false);
    const [channel = ''] = place.channels;
    const appUrl = await app.remote.openApp(config, place, time);
    const bareUrl = await bareApp.remote.openBareApp(place);
    const fire = (url: string, said: readonly string[]): Promise<number[]> =>
      load.remote.fire(url, writeShots(place, said, commands), concurrency);
    const measured: { app: AckTimes; bare: AckTimes; answerSeconds: number }[] = [];
    for (let round = 0; round < warmUpRounds + rounds; round++) {
      const said = round < warmUpRounds ? warmUpText : texts;
      const bare = findTimes(await fire(bareUrl, said));
      await slack.remote.clear();
      const start = performance.now();
      const own = findTimes(await fire(appUrl, said));
      await slack.remote.waitForMessages(channel, commands, patience);
      const answerSeconds = (performance.now() - start) / 1000;
      if (round >= warmUpRounds) measured.push({ app: own, bare, answerSeconds });
    }
    await Promise.all([app.remote.close(), bareApp.remote.close()]);
    const findMedians = (pick: (one: (typeof measured)[number]) => AckTimes): AckTimes => ({
      p50: findMedian(measured.map((one) => pick(one).p50)),
      p99: findMedian(measured.map((one) => pick(one).p99)),
    });
    return {
      rounds,
      commandsARound: commands,
      concurrency,
      app: findMedians((one) => one.app),
      bare: findMedians((one) => one.bare),
      ratio: findMedians(({ app, bare }) => ({ p50: app.p50 / bare.p50, p99: app.p99 / bare.p99 })),
      answersASecond: commands / findMedian(measured.map(({ answerSeconds }) => answerSeconds)),
    };
  } finally {
    await Promise.all([slack, load, app, bareApp].map((helper) => helper.close()));
  }
}

function findTimes(milliseconds: readonly number[]): AckTimes {
  return { p50: findQuantile(milliseconds, 0.5), p99: findQuantile(milliseconds, 0.99) };
}

/** @see https://docs.slack.dev/interactivity/implementing-slash-commands */
function writeShots(
  { team, user, channels, responseUrl, signingSecret }: SlackPlace,
  said: readonly string[],
  count: number,
): Shot[] {
  return Array.from({ length: count }, (_, i) => {
    const body = new URLSearchParams({
      team_id: team,
      team_domain: 'playground',
      channel_id: channels[0] ?? '',
      channel_name: 'channel-0',
      user_id: user,
      user_name: 'ada',
      command: '/faultline',
      text: said[i % said.length] ?? '',
      api_app_id: 'A0FAULTLINE',
      is_enterprise_install: 'false',
      response_url: responseUrl,
      trigger_id: `${i}.${i}.bench`,
    }).toString();
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      ...signRequest(signingSecret, body, new Date()),
    };
    return { body, headers };
  });
}
