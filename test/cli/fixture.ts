import { test } from 'vitest';
import { type FeedServer, startFeedServer } from './feed-server.ts';
import { createWorkspace, type Workspace } from './run-faultline.ts';

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
