import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Alert } from '../../lib/digest/alert.ts';
import { type DeliverPorts, deliverDue, reopenDelivery } from '../../lib/jobs/deliver.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import type { Playground } from '../../lib/slack/playground/server.ts';
import { buildAlert, buildDelivery, buildDigestStory, buildSubscription } from '../fixtures/builders.ts';
import { queueDigest } from '../jobs/deliver-fixture.ts';
import { createClock, messengerOf, openSlack, type TestClock } from '../slack/fixture.ts';
import { type FatalProxy, startFatalProxy } from './fatal-proxy.ts';
import { openPlace } from './store-place.ts';

/** The worker as one file: it is started more than a thousand times, and to strip the types of each file costs half a second. */
export async function bundleWorker(folder: string): Promise<string> {
  const outfile = join(folder, 'delivery-worker.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('delivery-worker.ts', import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    logLevel: 'warning',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return outfile;
}

/** A workspace with a digest of two stories and an alert on their way to it, and everything that it takes to deliver them. */
export interface Round {
  /** Of the store. */
  place: string;
  store: Store;
  clock: TestClock;
  slack: Playground;
  proxy: FatalProxy;
  /** A worker in this process that nothing befalls. */
  ports: DeliverPorts;
  close(): Promise<void>;
}

/** @param isUnderWay whether the alert stands in its channel already, and is to be edited */
export async function openRound(
  place: string,
  { mayRead, isUnderWay }: { mayRead: boolean; isUnderWay: boolean },
): Promise<Round> {
  const clock = createClock();
  const slack = await openSlack(clock.now, mayRead);
  const proxy = await startFatalProxy(slack.apiUrl);
  const store = openPlace(place);
  await queueDigest(store);
  await store.subscriptions.add(buildSubscription({ cadence: 'alert', channel: 'C2' }));
  await store.alerts.add(buildAlert({ channel: 'C2' }));
  await store.deliveries.add(
    buildDelivery({ id: 'alert-1', channel: 'C2', consignment: { kind: 'alert', alertId: 'alert-1' } }),
  );
  const ports = { store, now: clock.now, messenger: messengerOf(slack), log: () => undefined };
  // Of two that are due for the same time, the alert comes first.
  if (isUnderWay) await deliverDue(ports, { limit: 1 });
  await growAlert({ store, clock });
  return {
    place,
    store,
    clock,
    slack,
    proxy,
    ports,
    async close() {
      store.close();
      await proxy.close();
      await slack.close();
    },
  };
}

/** What happens to the alert's story while it is delivered. */
export async function growAlert({ store, clock }: Pick<Round, 'store' | 'clock'>): Promise<void> {
  const before = await store.alerts.get('alert-1');
  if (!before) throw new Error('there is no alert');
  const change = `update ${before.version}`;
  const grown: Alert = {
    ...before,
    story: buildDigestStory({ title: `Check-in: ${change}` }),
    history: [...before.history, { at: clock.now(), change }],
    version: before.version + 1,
  };
  await store.alerts.replace(grown);
  await reopenDelivery(store, grown, clock.now());
}

/** How a worker is to end: at a moment of its own, or in the middle of one of its requests. The alert of another grows meanwhile. */
export type End =
  | { kind: 'moment'; moment: number }
  | { kind: 'request' | 'growth'; request: number; when: 'before' | 'after' };

let named = 0;

/**
 * Runs a worker, a process of its own.
 * @returns where it was killed, `undefined` where it ended by itself, all done
 */
export async function runWorker(worker: string, round: Round, end: End): Promise<string | undefined> {
  const { place, clock, proxy } = round;
  let isStruck = false;
  const fate = {
    ...(end.kind === 'moment' ? { request: 0, when: 'before' as const } : end),
    async strike() {
      if (end.kind === 'growth') await growAlert(round);
      else isStruck = child.kill('SIGKILL');
      return end.kind === 'growth';
    },
  };
  const moment = end.kind === 'moment' ? end.moment : -1;
  const address = proxy.address(`worker-${named++}`, fate);
  const given = [worker, place, address, String(clock.now().getTime()), String(moment)];
  const child = spawn(process.execPath, given, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complained, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  if (signal === 'SIGKILL') return isStruck ? `${fate.when} request` : said;
  if (code !== 0) throw new Error(`a worker failed: ${complained}`);
  return undefined;
}

/** Delivers without a fault until there is nothing more to deliver, however long it takes. */
export async function settle({ ports, clock }: Round): Promise<void> {
  for (let rounds = 0; rounds < 20; rounds++) {
    // Longer than anything waits.
    clock.pass(60);
    const report = await deliverDue(ports, { limit: 100 });
    if (Object.values(report).every((count) => count === 0)) return;
  }
  throw new Error('there is always something more to deliver');
}
