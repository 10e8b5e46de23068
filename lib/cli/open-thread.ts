import { Worker } from 'node:worker_threads';
import { type Remote, wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import type { Config } from '../runtime/config.ts';
import type { SlackAccess } from '../runtime/slack-access.ts';
import type { Work } from '../runtime/work.ts';
import type { SharedClock } from './clock.ts';

/** What a thread needs to begin its work; it goes to it as a copy. */
export interface WorkOrder {
  config: Config;
  access: SlackAccess;
  clock?: SharedClock;
  /** Whether only what goes wrong is logged. */
  isQuiet?: boolean;
}

/** The thread stands beside this file, in a checkout as in the packaged command. */
const threadFile = new URL(import.meta.url.endsWith('.ts') ? './work-thread.ts' : './work-thread.js', import.meta.url);

/**
 * Begins the work of one machine in a thread of its own. A thread that dies takes the process with it: whoever supervises that starts
 * it anew, and what was under way is made up for.
 * @throws what `openWork` throws, with its message
 */
export async function openThread(order: WorkOrder): Promise<Work> {
  const worker = new Worker(threadFile, { workerData: order });
  worker.once('error', (error) => {
    throw error;
  });
  const work: Remote<Work & { opened(): Promise<void> }> = wrap(nodeEndpoint(worker));
  try {
    await work.opened();
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return {
    run: (task) => work.run(task),
    tell: () => work.tell(),
    async stop() {
      await work.stop();
      await worker.terminate();
    },
  };
}
