import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { createLog } from '../log.ts';
import { openWork, type Work } from '../runtime/work.ts';
import { readClock } from './clock.ts';
import type { WorkOrder } from './open-thread.ts';

/**
 * Where the work of one machine is done, apart from the thread that answers Slack: however long a digest takes to compile, an
 * acknowledgement never waits for it.
 */
const { clock, isQuiet, ...order }: WorkOrder = workerData;

// Where both threads want the processor, the other goes first. Elsewhere than on Linux this would be asked for the whole process
// (https://man7.org/linux/man-pages/man2/setpriority.2.html, "C library/kernel differences").
if (process.platform === 'linux') os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);

const now = readClock(clock);
const log = createLog((line) => process.stderr.write(line), now);

const work: Promise<Work> = openWork({
  ...order,
  now,
  log: isQuiet ? (level, ...entry) => level !== 'info' && log(level, ...entry) : log,
});
work.catch(() => undefined);

if (!parentPort) throw new Error('this is a thread of `faultline start`, and no command');
expose(
  {
    /** Resolves once the work has begun. */
    opened: async () => void (await work),
    run: async (task) => (await work).run(task),
    tell: async () => (await work).tell(),
    stop: async () => (await work).stop(),
  } satisfies Work & { opened(): Promise<void> },
  nodeEndpoint(parentPort),
);
