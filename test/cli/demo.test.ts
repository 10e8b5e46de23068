import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect } from 'vitest';
import { it, patient } from './fixture.ts';

interface DigestJson {
  stories: {
    title: string;
    sectors: string[];
    viewpoints: { id: string; articles: string[] }[];
    articles: { id: string }[];
  }[];
  receipt: { items: number; fates: Record<string, number> };
}

describe.concurrent('`demo --once`', patient, () => {
  it('shows the CrowdStrike outage first, with the sectors it hit and at least three viewpoints', async ({
    workspace,
  }) => {
    const { status, stdout, stderr } = await workspace.run(['demo', '--once', '--json']);
    expect(status, stderr).toBe(0);
    const { stories, receipt } = JSON.parse(stdout) as DigestJson;
    const [first] = stories;
    expect(first?.title).toContain('CrowdStrike');
    expect(first?.sectors).toEqual(
      expect.arrayContaining(['aviation', 'rail', 'banking', 'markets', 'healthcare', 'cloud-it']),
    );
    expect(first?.viewpoints.length).toBeGreaterThanOrEqual(3);
    const cited = new Set(first?.articles.map(({ id }) => id));
    for (const { articles } of first?.viewpoints ?? []) expect(cited).toContain(articles[0]);
    expect(Object.values(receipt.fates).reduce((sum, count) => sum + count)).toBe(receipt.items);
  });

  it('prints the digest for people, from any working directory, and leaves no file', async ({ workspace }) => {
    const { status, stdout, stderr } = await workspace.run(['demo', '--once'], {
      cwd: tmpdir(),
      db: null,
      allowPrivate: false,
    });
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^Faultline {2}14 days to 22 Jul 2024 .*\n\n1 {2}.*CrowdStrike/);
    expect(stdout).toMatch(/\d+ items from \d+ feeds: .* 0 lost\n/);
    expect(stderr).toMatch(/16 sample feeds .* read over HTTP, \d+ items/);
    expect(await readdir(workspace.folder, { recursive: true })).toEqual(['tmp']);
  });
});

interface WorkspaceJson {
  channels: { id: string; name: string }[];
  messages: Record<string, { text: string; threadTs?: string }[]>;
}

describe.concurrent('`demo`', patient, () => {
  it('opens the playground, a digest posted in two of its channels, until SIGINT', async ({ workspace }) => {
    const demo = workspace.start(['demo']);
    const [url] = await demo.waitFor(/http:\/\/127\.0\.0\.1:\d+\/(?= )/);
    const { channels, messages } = (await (await fetch(`${url}state`)).json()) as WorkspaceJson;
    for (const name of ['incident-room', 'policy-desk']) {
      const [digest, ...replies] = messages[channels.find((channel) => channel.name === name)?.id ?? ''] ?? [];
      expect(digest?.text).toMatch(/^Faultline: 7 days to 22 Jul 2024.*CrowdStrike/s);
      expect(digest?.text).toContain(' 0 lost');
      expect(replies.length).toBeGreaterThan(3);
    }
    const { status, stdout, stderr } = await demo.end('SIGINT');
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('CrowdStrike');
    expect(await readdir(workspace.folder, { recursive: true })).toEqual(['tmp']);
  });
});
