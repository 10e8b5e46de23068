import { describe, expect, test } from 'vitest';
import { createClient } from '../../lib/slack/client.ts';
import { downloadText } from '../../lib/slack/download-file.ts';
import { type FeedServer, startFeedServer } from '../fixtures/feed-server.ts';

const file = { id: 'F1', name: 'feeds.opml' };

const it = test.extend<{
  server: FeedServer;
  serve: (about: Record<string, unknown>) => void;
  read: () => Promise<string>;
}>({
  server: async ({ task: _task }, use) => {
    const server = await startFeedServer();
    await use(server);
    await server.close();
  },
  serve: async ({ server }, use) =>
    use((about) => {
      server.serve('/api/files.info', (_request, response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, file: about })),
      );
    }),
  read: async ({ server }, use) =>
    use(() => downloadText(createClient('xoxb-1', { slackApiUrl: `${server.origin}/api/` }), file)),
});

describe('a file that somebody gave', () => {
  it('is read with the token of the app', async ({ server, serve, read }) => {
    serve({ id: 'F1', size: 20, url_private_download: `${server.origin}/files/F1` });
    server.serve('/files/F1', (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/xml' }).end('<opml>é</opml>'),
    );
    expect(await read()).toBe('<opml>é</opml>');
    expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer xoxb-1');
  });

  it('is not read where the token would go elsewhere', async ({ server, serve, read }) => {
    const other = await startFeedServer();
    for (const url of [
      `${other.origin}/files/F1`,
      'https://slack.com.evil.example/F1',
      'http://files.slack.com/F1',
      'nowhere',
      undefined,
    ]) {
      serve({ id: 'F1', size: 20, url_private_download: url });
      await expect(read()).rejects.toMatchObject({
        code: 'file-unreadable',
        message: expect.stringContaining('no place'),
      });
    }
    expect(other.requests).toEqual([]);
    expect(server.requests.every(({ url }) => url === '/api/files.info')).toBe(true);
    await other.close();
  });

  it('is not read where it is too large', async ({ server, serve, read }) => {
    serve({ id: 'F1', size: 2_000_001, url_private_download: `${server.origin}/files/F1` });
    await expect(read()).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('larger than 2 MB'),
    });
    expect(server.requests).toHaveLength(1);
  });

  it('says so where Slack does not give it', async ({ server, serve, read }) => {
    await expect(read()).rejects.toMatchObject({ code: 'file-unreadable' });
    serve({ id: 'F1', size: 20, url_private_download: `${server.origin}/files/F1` });
    await expect(read()).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('Slack answered 404'),
    });
  });
});
