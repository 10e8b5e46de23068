import { test } from 'vitest';
import { type FeedServer, startFeedServer } from '../fixtures/feed-server.ts';
import { createWorkspace, type Workspace } from './run-faultline.ts';

/** Cases side by side, a handful of processes each, on a machine that has other work: none hangs, all wait. */
export const patient = { timeout: 120_000 };

/** A case with a workspace and a feed server of its own, so that cases can run side by side; both go when it ends. */
export const it = test.extend<{ workspace: Workspace; server: FeedServer }>({
  workspace: async ({ task: _task }, use) => {
    const workspace = await createWorkspace();
    await use(workspace);
    await workspace.remove();
  },
  server: async ({ task: _task }, use) => {
    const server = await startFeedServer();
    await use(server);
    await server.close();
  },
});
