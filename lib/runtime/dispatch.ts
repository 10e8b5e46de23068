import PQueue from 'p-queue';
import { FaultlineError } from '../errors.ts';
import type { SlackTask } from '../slack/task.ts';

const concurrency = 4;
/** More would be answered after Slack has forgotten where to. */
const maxWaiting = 500;
/** Milliseconds without a further task after which those that wait begin: acknowledgements of a burst come before its answers. */
const lull = 20;
/** Milliseconds after which they begin though more keep coming. */
const patience = 500;

export interface Dispatcher {
  /** @throws FaultlineError `too-busy` */
  dispatch(task: SlackTask): Promise<void>;
  /** Resolves once all that was handed on is done. */
  settle(): Promise<void>;
}

/**
 * Hands tasks on within this process: a few at a time, in the order in which they came, once a burst of them is over. Slack waits three
 * seconds for an acknowledgement and half an hour for an answer, and both want the same processor.
 * @param run does one task and tells its failure itself
 */
export function createDispatcher(run: (task: SlackTask) => Promise<unknown>): Dispatcher {
  const queue = new PQueue({ concurrency, autoStart: false });
  let beginBy = Number.POSITIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  queue.addEventListener('idle', () => {
    queue.pause();
    beginBy = Number.POSITIVE_INFINITY;
  });
  return {
    async dispatch(task) {
      if (queue.size >= maxWaiting) throw new FaultlineError('too-busy');
      void queue.add(() => run(task));
      if (!queue.isPaused) return;
      const now = performance.now();
      beginBy = Math.min(beginBy, now + patience);
      clearTimeout(timer);
      timer = setTimeout(() => queue.start(), Math.min(lull, beginBy - now));
    },
    async settle() {
      queue.start();
      await queue.onIdle();
    },
  };
}
