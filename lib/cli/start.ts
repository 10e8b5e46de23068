import { loadPerspective } from '../jobs/perspective.ts';
import type { Now, Store } from '../jobs/ports.ts';
import { createLog, type Log } from '../log.ts';
import { createJudge, loadModel, openFetch, openReviewer } from '../runtime/local.ts';
import { openPlayground } from '../runtime/playground.ts';
import { runService, type Service } from '../runtime/service.ts';
import { connectSlack, readSlackMode, type SlackConnection, type SlackParts } from '../runtime/slack.ts';
import { type Context, say, withStore } from './context.ts';

/**
 * `start`: one-machine mode. Polls the feeds, compiles and delivers what is due, and answers in Slack by Socket Mode, or in the
 * playground where no Slack is set, until SIGINT or SIGTERM; what runs then is finished first.
 */
export async function runStart(context: Context, options: { port?: number }): Promise<void> {
  const { config } = context;
  const mode = readSlackMode(config.slack);
  const port = options.port ?? config.port;
  const now: Now = () => new Date();
  const log = createLog((line) => process.stderr.write(line), now);
  await withService(context, { now, log }, async (parts) => {
    if (mode) {
      const slack = await connectSlack(config.slack, mode, parts, port);
      const install = mode === 'several-workspaces' ? ` Workspaces install it at port ${port}, /slack/install.` : '';
      say(`Faultline runs and is connected to Slack.${install} (Ctrl+C ends)`);
      return slack;
    }
    const playground = await openPlayground(parts, { port });
    say(`Faultline runs without Slack. The playground: ${playground.url}  (Ctrl+C ends)`);
    return playground;
  });
}

/**
 * Opens the store and what works on it, connects, and serves until SIGINT or SIGTERM.
 * @param connect opens the connection to Slack, or to what plays it
 * @param begun told once the work runs
 */
async function withService(
  context: Context,
  { now, log }: { now: Now; log: Log },
  connect: (parts: SlackParts) => Promise<SlackConnection>,
): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  const { fetch, close } = openFetch(context.config);
  try {
    await withStore(context, async (store) => {
      const slack = await connect(createParts(context, { store, now, fetch, log }));
      try {
        const service = await startService(context, { store, now, fetch, log }, slack);
        await stopped;
        await service.stop();
      } finally {
        await slack.close();
      }
    });
  } finally {
    await close();
  }
}

type World = Pick<SlackParts, 'store' | 'now' | 'fetch' | 'log'>;

/** What the app needs of this machine. */
export function createParts({ config }: Pick<Context, 'config'>, world: World): SlackParts {
  return {
    ...world,
    allowPrivate: config.allowPrivate,
    openReviewer: (adjustment) => openReviewer(adjustment, config),
  };
}

/** Begins the rounds of polling, compiling and delivering. */
export async function startService(
  { config }: Pick<Context, 'config'>,
  { store, now, fetch, log }: World & { store: Store },
  { messenger }: Pick<SlackConnection, 'messenger'>,
): Promise<Service> {
  return runService({
    store,
    fetch,
    judge: createJudge(await loadModel(config)),
    now,
    loadPerspective: (team) => loadPerspective(store, team, (adjustment) => openReviewer(adjustment, config)),
    messenger,
    log,
    keepDays: config.keepDays,
  });
}
