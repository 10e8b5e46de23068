import type { Now, Store } from '../jobs/ports.ts';
import { createLog, type Log } from '../log.ts';
import { createDispatcher } from '../runtime/dispatch.ts';
import { createReviewers, openFetch } from '../runtime/local.ts';
import { openPlayground } from '../runtime/playground.ts';
import { connectSlack, type SlackConnection } from '../runtime/slack.ts';
import { readSlackAccess, type SlackParts } from '../runtime/slack-access.ts';
import type { Work } from '../runtime/work.ts';
import { type Context, say, withStore } from './context.ts';
import { openThread, type WorkOrder } from './open-thread.ts';

/**
 * `start`: one-machine mode. Polls the feeds, compiles and delivers what is due, and answers in Slack by Socket Mode, or in the
 * playground where no Slack is set, until SIGINT or SIGTERM; what runs then is finished first.
 */
export async function runStart(context: Context, options: { port?: number }): Promise<void> {
  const { config } = context;
  const access = readSlackAccess(config.slack);
  const port = options.port ?? config.port;
  const now: Now = () => new Date();
  const log = createLog((line) => process.stderr.write(line), now);
  const stopped = waitForStop();
  if (access) {
    const connect = (parts: SlackParts) => connectSlack(config.slack, access, parts, port);
    const install =
      access.kind === 'several-workspaces' ? ` Workspaces install it at port ${port}, /slack/install.` : '';
    await serve(context, { now, log, order: { config, access }, connect }, async () => {
      say(`Faultline runs and is connected to Slack.${install} (Ctrl+C ends)`);
      await stopped;
    });
    return;
  }
  const playground = await openPlayground({ port, now });
  try {
    const order = { config, access: playground.access };
    await serve(context, { now, log, order, connect: playground.connectApp }, async () => {
      say(`Faultline runs without Slack. The playground: ${playground.url}  (Ctrl+C ends)`);
      await stopped;
    });
  } finally {
    await playground.close();
  }
}

/** Resolves at SIGINT or SIGTERM. */
export function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}

interface ServeOptions {
  now: Now;
  log: Log;
  order: WorkOrder;
  /** Opens the connection to Slack, or to what plays it. */
  connect(parts: SlackParts): Promise<SlackConnection>;
}

/**
 * Takes requests in this thread and does the work in another, for as long as `use` lasts; what was begun is finished after it.
 */
export async function serve(
  context: Context,
  { now, log, order, connect }: ServeOptions,
  use: (running: { store: Store; work: Work }) => Promise<void>,
): Promise<void> {
  const { fetch, close } = openFetch(order.config);
  try {
    await withStore(context, async (store) => {
      const work = await openThread(order);
      const dispatcher = createDispatcher(work.run);
      try {
        const { dispatch } = dispatcher;
        const { allowPrivate } = order.config;
        const openReviewer = createReviewers(order.config);
        const slack = await connect({ store, now, fetch, allowPrivate, openReviewer, log, dispatch });
        try {
          await use({ store, work });
        } finally {
          await slack.close();
        }
      } finally {
        await dispatcher.settle();
        await work.stop();
      }
    });
  } finally {
    await close();
  }
}
