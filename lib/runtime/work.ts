import { loadPerspective } from '../jobs/perspective.ts';
import type { Now } from '../jobs/ports.ts';
import type { Log } from '../log.ts';
import { createMessenger } from '../slack/messenger.ts';
import type { SlackTask } from '../slack/task.ts';
import { runTask } from '../slack/work.ts';
import type { Config } from './config.ts';
import { createJudge, createReviewers, loadModel, openFetch, openStore } from './local.ts';
import { runService } from './service.ts';
import { createClients, createServices, type SlackAccess } from './slack-access.ts';

/** All that this machine does behind its acknowledgements to Slack. */
export interface Work {
  /** Does one task; resolves when it is done, whatever came of it. */
  run(task: SlackTask): Promise<void>;
  /** Compiles and delivers what is due now. */
  tell(): Promise<void>;
  /** Begins nothing more, and resolves once what runs has ended. */
  stop(): Promise<void>;
}

/**
 * Opens the store and begins the rounds of polling, compiling and delivering.
 * @throws FaultlineError as `openStore` and `loadModel` do, and `slack-unanswered`
 */
export async function openWork({
  config,
  access,
  now,
  log,
}: {
  config: Config;
  access: SlackAccess;
  now: Now;
  log: Log;
}): Promise<Work> {
  const store = openStore(config);
  const { fetch, close } = openFetch(config);
  const { allowPrivate, keepDays } = config;
  const { client } = await createClients(access, { store, now });
  const running = new Set<Promise<unknown>>();
  // What comes of a task while it is done is done here too.
  const run = async (task: SlackTask): Promise<void> => {
    const work = runTask(task, services);
    running.add(work);
    await work.finally(() => running.delete(work));
  };
  const services = createServices(client, {
    store,
    now,
    fetch,
    allowPrivate,
    openReviewer: createReviewers(config),
    log,
    dispatch: async (task) => void run(task),
  });
  const service = runService({
    store,
    fetch,
    judge: createJudge(await loadModel(config)),
    now,
    loadPerspective: (team) => loadPerspective(store, team, services.openReviewer),
    messenger: createMessenger({ client }),
    log,
    keepDays,
  });
  return {
    run,
    tell: service.tell,
    async stop() {
      await service.stop();
      while (running.size > 0) await Promise.allSettled(running);
      await close();
      store.close();
    },
  };
}
