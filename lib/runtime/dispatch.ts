import PQueue from 'p-queue';
import { FaultlineError } from '../errors.ts';
import type { SlackTask } from '../slack/task.ts';

const concurrency = 4;
/** More would be answered after Slack has forgotten where to. */
const maxWaiting = 500;

export interface Dispatcher {
  /** @throws FaultlineError `too-busy` */
  dispatch(task: SlackTask): Promise<void>;
  /** Resolves once all that was handed on is done. */
  settle(): Promise<void>;
}

/**
 * Hands tasks on within this process: a few at a time, in the order in which they came.
 * @param run does one task and tells its failure itself
 */
export function createDispatcher(run: (task: SlackTask) => Promise<void>): Dispatcher {
  const queue = new PQueue({ concurrency });
  return {
    async dispatch(task) {
      if (queue.size >= maxWaiting) throw new FaultlineError('too-busy');
      void queue.add(() => run(task));
    },
    settle: () => queue.onIdle(),
  };
}
