import { createFeed } from '../../lib/feeds/feed.ts';
import { ingestFeeds } from '../../lib/jobs/ingest.ts';
import { minutesLater, morning } from '../fixtures/builders.ts';
import { writeRss } from '../fixtures/feed-server.ts';
import { buildHourly, runDue } from './due-fixture.ts';
import { it, judge } from './fixture.ts';

const day = 24 * 60;
const report = (n: number) => ({
  title: `Cloud outage number ${n} takes banks offline`,
  summary: `The provider of outage ${n} works on it.`,
  url: `https://press.example/outage-${n}`,
});

it('a feed that is read over HTTP for months, and then falls silent, is told of and back again', async ({
  store,
  server,
  fetch,
  expect,
}) => {
  const address = server.serve('/feed', writeRss('Harbour', []));
  const { id } = createFeed({ url: address }, 'test', morning);
  await store.feeds.add(createFeed({ url: address, title: 'Harbour' }, 'test', morning));
  await store.subscriptions.add(buildHourly({ query: 'source:harbour', cadence: 'daily', at: '06:00' }));
  const told: string[] = [];
  const live = async (today: number): Promise<void> => {
    await ingestFeeds({ store, fetch, judge, now: () => minutesLater(today * day) }, { ids: [id] });
    await runDue(store, today * day + 2 * 60);
    const claims = await store.deliveries.claimDue(minutesLater(today * day + 180), minutesLater(1e8), 100);
    for (const { consignment } of claims.map(({ delivery }) => delivery)) {
      if (consignment.kind === 'notice' && consignment.notice.kind === 'feeds')
        told.push(...consignment.notice.changes.map(({ state }) => `${state} on day ${today}`));
    }
  };
  const news = (today: number) => server.serve('/feed', writeRss('Harbour', [report(today), report(today - 1)]));
  for (let today = 0; today < 60; today++) {
    news(today);
    await live(today);
  }
  for (let today = 60; today < 75; today++) await live(today);
  news(75);
  for (let today = 75; today < 78; today++) await live(today);
  expect(told).toEqual(['silent on day 62', 'ok on day 75']);
  expect(await store.feeds.get(id)).toMatchObject({ enabled: true, failures: 0, health: { state: 'ok' } });
});
