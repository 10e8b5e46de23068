import { copyFile } from 'node:fs/promises';
import { defaultBudget } from '../../digest/subscription.ts';
import { settlingTime } from '../../jobs/compile-due.ts';
import { openStore } from '../../runtime/local-store.ts';
import type { DeliveryWorker, MemoryMark, Posting } from './delivery-process.ts';
import { findMedian } from './median.ts';
import { openProcess } from './open-process.ts';
import type { Slack, SlackPlace } from './slack-process.ts';

/** What the channels are told, in turn. */
const queries = [
  '',
  'topic:outage,attack',
  'topic:policy',
  'topic:vulnerability,attack',
  'sector:aviation,rail',
  'sector:healthcare,telecom',
  'country:FR,DE',
  '-topic:policy',
  'sources:>2',
  'topic:outage sector:aviation',
];
const period = 14 * 86_400_000;
const turns = 10;

export interface Delivering {
  subscriptions: number;
  messages: number;
  /** Seconds to compile and queue all digests. */
  compileSeconds: number;
  /** Messages a second where Slack sets no limit, by us and by a bare loop; the ratio of the times that one takes. */
  perSecond: number;
  barePerSecond: number;
  ratio: number;
  /** All in one go, with what Slack allows each channel; `limited` messages were asked to wait. */
  paced: { seconds: number; perSecond: number; limited: number; memory: MemoryMark[] };
}

/**
 * What it costs to tell many channels of one morning, each by a digest of its own, over HTTP. First Slack sets no limit: a part of the
 * digests is delivered, then a bare loop of `chat.postMessage` posts the same threads, as many at a time, and so on in turns. Then all
 * of it once more, with what Slack allows each channel.
 * @param db a store with articles, to which the subscriptions are added
 * @param time up to which the articles were seen
 */
export async function measureDelivering(db: string, time: Date, subscriptions: number): Promise<Delivering> {
  const slack = openProcess<Slack>('slack-process.ts');
  const pacedSlack = openProcess<Slack>('slack-process.ts');
  const worker = openProcess<DeliveryWorker>('delivery-process.ts');
  const pacedWorker = openProcess<DeliveryWorker>('delivery-process.ts');
  try {
    const place = await slack.remote.open(subscriptions, true);
    await subscribe(db, place, time);
    const compiled = await worker.remote.compile(db, place, new Date(time.getTime() + 2 * settlingTime));
    const again = `${db}-again`;
    await copyFile(db, again);

    await worker.remote.open(db, place);
    const measured: { own: Posting; bare: Posting }[] = [];
    for (let turn = 0; turn < turns; turn++) {
      const own = await worker.remote.deliver(Math.ceil(subscriptions / turns));
      const threads = await slack.remote.readThreads();
      await slack.remote.clear();
      measured.push({ own, bare: await worker.remote.postBare(threads) });
      await slack.remote.clear();
    }
    const medianOf = (pick: (one: (typeof measured)[number]) => number): number => findMedian(measured.map(pick));

    await pacedWorker.remote.open(again, await pacedSlack.remote.open(subscriptions, false));
    const { seconds, messages, limited, memory } = await pacedWorker.remote.deliverAll(compiled.messages);
    return {
      subscriptions,
      messages,
      compileSeconds: compiled.seconds,
      perSecond: medianOf(({ own }) => own.messages / own.seconds),
      barePerSecond: medianOf(({ bare }) => bare.messages / bare.seconds),
      ratio: medianOf(({ own, bare }) => own.seconds / own.messages / (bare.seconds / bare.messages)),
      paced: { seconds, perSecond: messages / seconds, limited, memory },
    };
  } finally {
    await Promise.all([slack, pacedSlack, worker, pacedWorker].map((helper) => helper.close()));
  }
}

/** One subscription a channel, due at a time and told of the weeks before. */
async function subscribe(db: string, { team, user, channels }: SlackPlace, time: Date): Promise<void> {
  const store = openStore({ db });
  for (const [i, channel] of channels.entries()) {
    await store.subscriptions.add({
      id: `bench-${i}`,
      team,
      channel,
      query: queries[i % queries.length] ?? '',
      cadence: 'daily',
      at: '06:00',
      timezone: 'UTC',
      budget: defaultBudget,
      muted: [],
      createdBy: user,
      createdAt: time,
      toldUntil: new Date(time.getTime() - period),
      nextAt: time,
      version: 1,
    });
  }
  store.close();
}
