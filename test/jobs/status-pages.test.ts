import { describe } from 'vitest';
import { createFeed } from '../../lib/feeds/feed.ts';
import { ingestFeeds } from '../../lib/jobs/ingest.ts';
import type { Fetch, Store } from '../../lib/jobs/ports.ts';
import { minutesLater, morning } from '../fixtures/builders.ts';
import { it, judge, readArchive } from './fixture.ts';

interface Entry {
  title: string;
  text: string;
  guid: string;
  link: string;
  at: Date;
}

const writeFeed = (title: string, entries: readonly Entry[]): string => {
  const items = entries.map(
    (entry) =>
      `<item><title>${entry.title}</title><description>${entry.text}</description><link>${entry.link}</link><guid isPermaLink="false">${entry.guid}</guid><pubDate>${entry.at.toUTCString()}</pubDate></item>`,
  );
  return `<rss version="2.0"><channel><title>${title}</title><link>https://status.example/</link>${items.join('')}</channel></rss>`;
};

async function follow(store: Store, url: string): Promise<string> {
  const feed = createFeed({ url, title: 'Quay Cloud Status', kind: 'status' }, 'test', morning);
  await store.feeds.add(feed);
  return feed.id;
}

const poll = (store: Store, fetch: Fetch, id: string, minutes: number) =>
  ingestFeeds({ store, fetch, judge, now: () => minutesLater(minutes) }, { ids: [id] });

const outage = 'Outage: servers in region Lakes-2 fail and customers cannot reach their databases';

const dialects: [string, (title: string, text: string, minutes: number) => Entry][] = [
  [
    'a guid for each update, and one page',
    (state, text, minutes) => ({
      title: `[${state}] ${outage}`,
      text,
      guid: `https://status.example/incidents/7#update-${minutes}`,
      link: 'https://status.example/incidents/7',
      at: minutesLater(minutes),
    }),
  ],
  [
    'a guid for each update, and the page of all',
    (state, text, minutes) => ({
      title:
        state === 'Resolved' ? `Service is operating normally: [RESOLVED] ${outage}` : `Service disruption: ${outage}`,
      text,
      guid: `https://status.example/#ec2-us-east-1_${Math.round(minutesLater(minutes).getTime() / 1000)}`,
      link: 'https://status.example/',
      at: minutesLater(minutes),
    }),
  ],
];

describe('an incident of a status page is one story', () => {
  it.for(dialects)(
    'though the page makes an entry of each update: %s',
    async ([, entry], { store, server, fetch, expect }) => {
      const entries = [entry('Investigating', 'We are investigating failing servers.', -40)];
      const id = await follow(store, server.serve('/status', writeFeed('Quay Cloud', entries)));
      await poll(store, fetch, id, 0);
      entries.unshift(entry('Identified', 'We have identified a faulty switch. Severity: Major', -5));
      server.serve('/status', writeFeed('Quay Cloud', entries));
      await poll(store, fetch, id, 1);
      entries.unshift(entry('Resolved', 'The outage has been resolved.', 50));
      server.serve('/status', writeFeed('Quay Cloud', entries));
      const [report] = await poll(store, fetch, id, 60);
      expect(report).toMatchObject({ kind: 'fetched', new: 0, revised: 1 });
      const { revisions, stories } = await readArchive(store);
      expect(new Set(revisions.map((article) => article.id)).size).toBe(1);
      expect(revisions.map(({ incident }) => incident?.state)).toEqual(['investigating', 'identified', 'resolved']);
      expect(revisions.at(-1)?.incident?.updates.map(({ at }) => at)).toEqual([-40, -5, 50].map(minutesLater));
      expect(stories).toHaveLength(1);
      expect(stories[0]).toMatchObject({
        state: 'resolved',
        official: {
          publisher: 'Quay Cloud Status',
          state: 'resolved',
          impact: 'major',
          from: minutesLater(-40),
          at: minutesLater(50),
        },
      });
    },
  );
});
