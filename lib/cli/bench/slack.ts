import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Context, print, printJson, say, withStore } from '../context.ts';
import { ingestSamples, sampleTime } from '../demo/ingest-samples.ts';
import { serveSampleFeeds } from '../demo/sample-server.ts';
import { type Acknowledging, measureAcknowledging } from './acknowledging.ts';
import { type Delivering, measureDelivering } from './delivering.ts';

/** How much is measured. */
interface Size {
  rounds: number;
  commands: number;
  subscriptions: number;
}

const usualSize: Size = { rounds: 10, commands: 200, subscriptions: 1_000 };

/**
 * `bench --slack`: how soon commands are acknowledged, beside an app that does nothing else; and what a digest for a thousand channels
 * costs, beside a bare loop of posts. On the sample feeds, over loopback HTTP, each side in processes of its own.
 */
export async function runSlackBench(context: Context, size = usualSize): Promise<void> {
  const figures = await measureSlack(context, size);
  if (context.json) printJson(figures);
  else report(figures);
}

/** In a folder of its own that goes afterwards. */
async function measureSlack(
  context: Context,
  { rounds, commands, subscriptions }: Size,
): Promise<{ acknowledging: Acknowledging; delivering: Delivering }> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-bench-'));
  const config = { ...context.config, allowPrivate: true, db: join(folder, 'bench.sqlite') };
  const samples = await serveSampleFeeds();
  try {
    await withStore({ ...context, config }, (store) => ingestSamples({ config }, store, samples));
    say('Measuring acknowledgements, then deliveries: two minutes on two quiet cores.');
    const acknowledging = await measureAcknowledging(config, sampleTime, { rounds, commands });
    return { acknowledging, delivering: await measureDelivering(config.db, sampleTime, subscriptions) };
  } finally {
    samples.close();
    await rm(folder, { recursive: true, maxRetries: 3 });
  }
}

function report({ acknowledging, delivering }: { acknowledging: Acknowledging; delivering: Delivering }): void {
  const { app, bare, ratio, concurrency, rounds, commandsARound, answersASecond } = acknowledging;
  const line = (name: string, p50: string, p99: string): void =>
    print(`${name.padEnd(36)}${p50.padStart(9)}${p99.padStart(9)}`);
  const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
  print(`${concurrency} commands at a time, medians of ${rounds} rounds of ${commandsARound}:`);
  line('acknowledged after', 'p50', 'p99');
  line('a Bolt app that only acknowledges', milliseconds(bare.p50), milliseconds(bare.p99));
  line('Faultline, all answers worked out', milliseconds(app.p50), milliseconds(app.p99));
  line('ratio', ratio.p50.toFixed(2), ratio.p99.toFixed(2));
  print(`${answersASecond.toFixed(0)} commands a second answered in full`);

  const { subscriptions, messages, compileSeconds, perSecond, barePerSecond, paced } = delivering;
  print(`\nA digest for ${subscriptions} channels, ${messages} messages:`);
  print(`${compileSeconds.toFixed(1)} s to compile and queue`);
  print(
    `${perSecond.toFixed(0)} messages a second, a bare loop of chat.postMessage ${barePerSecond.toFixed(0)}: ` +
      `${delivering.ratio.toFixed(2)} times its time a message`,
  );
  print(
    `with Slack's limit on each channel ${paced.seconds.toFixed(1)} s, ${paced.perSecond.toFixed(0)} a second, ` +
      `${paced.limited} asked to wait`,
  );
  for (const { share, resident, heap } of paced.memory)
    print(
      `${`${100 * share} %`.padStart(5)} posted: ${resident.toFixed(0)} MiB of memory, ${heap.toFixed(0)} of it in use`,
    );
}
