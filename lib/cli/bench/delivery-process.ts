import { WebClient } from '@slack/web-api';
import pMap from 'p-map';
import { compileDue } from '../../jobs/compile-due.ts';
import { type DeliverPorts, deliverDue } from '../../jobs/deliver.ts';
import { loadPerspective } from '../../jobs/perspective.ts';
import type { Messenger, Store } from '../../jobs/ports.ts';
import { createReviewers, openStore } from '../../runtime/local.ts';

import { createClients, createMessenger } from '../../runtime/slack-access.ts';
import { showPart } from './open-process.ts';
import type { PostedText, SlackPlace } from './slack-process.ts';

export interface Posting {
  messages: number;
  seconds: number;
}

/** MiB after a collection, when so much of all was posted. */
export interface MemoryMark {
  share: number;
  resident: number;
  heap: number;
}

export interface DeliveryWorker {
  /** Compiles and queues all that is due in a store at a time, and closes it. @returns the messages to come of it */
  compile(db: string, place: SlackPlace, time: Date): Promise<Posting>;
  /** Opens a store whose digests are to be delivered. */
  open(db: string, place: SlackPlace): Promise<void>;
  /** Delivers so many digests of those that are queued, or all. */
  deliver(limit: number): Promise<Posting>;
  /**
   * Delivers all that is queued as `start` does, round by round.
   * @param total of its messages
   */
  deliverAll(total: number): Promise<Posting & { limited: number; memory: MemoryMark[] }>;
  /** Posts threads to as many channels in a bare loop. */
  postBare(threads: readonly PostedText[][]): Promise<Posting>;
}

const marks = [0.1, 0.5, 1];
const mebibyte = 2 ** 20;
/** As many as the product posts side by side. */
const concurrency = 10;
/** Of the rounds of `start`: deliveries in one, and milliseconds from one to the next. */
const roundSize = 1_000;
const roundLength = 2_000;
/** Far more rounds than a digest needs at one message a second. */
const maxRounds = 60;

let opened: { place: SlackPlace; ports: DeliverPorts } | undefined;

function demandOpened(): NonNullable<typeof opened> {
  if (!opened) throw new Error('no store is open yet');
  return opened;
}

async function measure(post: () => Promise<number>): Promise<Posting> {
  const start = performance.now();
  const messages = await post();
  return { messages, seconds: (performance.now() - start) / 1000 };
}

async function compile(db: string, place: SlackPlace, time: Date): Promise<Posting> {
  const store = openStore({ db });
  const openReviewer = createReviewers();
  const { seconds } = await measure(async () => {
    const { queued, failed } = await compileDue({
      store,
      now: () => time,
      loadPerspective: (team) => loadPerspective(store, team, openReviewer),
      raise: async () => undefined,
      log: () => undefined,
    });
    if (failed > 0) throw new Error(`${failed} digests failed, ${queued} are queued`);
    return queued;
  });
  const messages = await countQueued(store, place);
  store.close();
  return { seconds, messages };
}

async function open(db: string, place: SlackPlace): Promise<void> {
  const store = openStore({ db });
  const now = (): Date => new Date();
  const messenger = createMessenger(await createClients(place.access, { store, now }));
  opened = { place, ports: { store, messenger, now, log: () => undefined } };
}

/** A digest is one message and a reply for each of its stories. */
async function countQueued(store: Store, { team, channels }: SlackPlace): Promise<number> {
  let messages = 0;
  for (const channel of channels) {
    for (const { id } of (await store.subscriptions.list(team, channel)).items) {
      const [delivery] = await store.deliveries.listSince(id, new Date(0));
      const digest = delivery && (await store.digests.get(delivery.id));
      if (digest) messages += 1 + digest.stories.length;
    }
  }
  return messages;
}

/** Watches what becomes of each message. */
function watchPosts(watch: (outcome: Awaited<ReturnType<Messenger['post']>>) => void): DeliverPorts {
  const { messenger, ...rest } = demandOpened().ports;
  const post: Messenger['post'] = async (...message) => {
    const outcome = await messenger.post(...message);
    watch(outcome);
    return outcome;
  };
  return { ...rest, messenger: { ...messenger, post } };
}

async function deliver(limit: number): Promise<Posting> {
  let messages = 0;
  const watched = watchPosts(({ kind }) => {
    if (kind === 'posted') messages++;
  });
  return measure(async () => {
    await deliverDue(watched, { limit });
    return messages;
  });
}

async function deliverAll(total: number): Promise<Posting & { limited: number; memory: MemoryMark[] }> {
  const memory: MemoryMark[] = [];
  let messages = 0;
  let limited = 0;
  const watched = watchPosts(({ kind }) => {
    if (kind === 'limited') limited++;
    if (kind !== 'posted') return;
    messages++;
    const share = marks[memory.length];
    if (share !== undefined && messages >= share * total) memory.push({ share, ...measureMemory() });
  });
  const posting = await measure(async () => {
    for (let round = 0; round < maxRounds; round++) {
      await deliverDue(watched, { limit: roundSize });
      if (messages >= total) return messages;
      await new Promise((resolve) => setTimeout(resolve, roundLength));
    }
    throw new Error(`${messages} of ${total} messages were delivered`);
  });
  return { ...posting, limited, memory };
}

function measureMemory(): Omit<MemoryMark, 'share'> {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { resident: rss / mebibyte, heap: heapUsed / mebibyte };
}

async function postBare(threads: readonly PostedText[][]): Promise<Posting> {
  const { access, channels } = demandOpened().place;
  if (access.kind !== 'one-workspace') throw new Error('the playground is one workspace');
  const client = new WebClient(access.botToken, { slackApiUrl: access.apiUrl });
  let messages = 0;
  return measure(async () => {
    await pMap(
      threads.entries(),
      async ([i, thread]) => {
        const channel = channels[i] ?? '';
        let parent: string | undefined;
        for (const { text, blocks } of thread) {
          const within = parent === undefined ? {} : { thread_ts: parent };
          const { ts } = await client.chat.postMessage({ channel, text, blocks, ...within });
          parent ??= ts;
          messages++;
        }
      },
      { concurrency },
    );
    return messages;
  });
}

showPart({ compile, open, deliver, deliverAll, postBare } satisfies DeliveryWorker);
