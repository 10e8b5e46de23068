import { createLog } from '../../log.ts';
import { openPlayground } from '../../runtime/playground.ts';
import { advanceClock, createClock, readClock } from '../clock.ts';
import { type Context, say } from '../context.ts';
import { serve, waitForStop } from '../start.ts';
import { subscribeSamples } from './subscribe-samples.ts';

/** Late enough after the samples' time that their digests are due. */
const minutesUntilDue = 2;

/**
 * Opens the playground on a store, with two channels subscribed and the clock at a time, until SIGINT or SIGTERM.
 */
export async function play(context: Context, { start, port }: { start: Date; port: number }): Promise<void> {
  const stopped = waitForStop();
  const clock = createClock(start);
  const now = readClock(clock);
  const log = createLog((line) => process.stderr.write(line), now);
  let tell = async (): Promise<void> => undefined;
  const advance = async (minutes: number): Promise<void> => {
    advanceClock(clock, minutes);
    await tell();
  };
  const playground = await openPlayground({ port, now, advance });
  try {
    const order = { config: context.config, access: playground.access, clock, isQuiet: true };
    await serve(context, { now, log, order, connect: playground.connectApp }, async ({ store, work }) => {
      tell = work.tell;
      await subscribeSamples(store, playground.workspace, start);
      await advance(minutesUntilDue);
      say(`The playground, a workspace that behaves like Slack: ${playground.url}  (Ctrl+C ends)`);
      await stopped;
    });
  } finally {
    await playground.close();
  }
}
