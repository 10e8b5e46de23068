import { describe } from 'vitest';
import type { Store } from '../../lib/jobs/ports.ts';
import {
  buildArticle,
  buildDelivery,
  buildDigest,
  buildDigestStory,
  buildSubscription,
  minutesLater,
} from '../fixtures/builders.ts';
import { fileReports } from '../jobs/fixture.ts';
import { ben, general, incidents, it, notes, tell } from './app-fixture.ts';

const team = 'T0PLAYGROUND';

function buildReport(
  id: string,
  storyId: string,
  hoursAgo: number,
  overrides: Parameters<typeof buildArticle>[0] = {},
) {
  return buildArticle({
    id,
    storyId,
    title: `${storyId} fail, ${id}`,
    publisher: { name: `Voice of ${id}`, country: 'GB', ownership: 'private' },
    seenAt: minutesLater(-60 * hoursAgo),
    ...overrides,
  });
}

/** Airports with two reports and two sides, banks with a later one, clinics with the latest. */
async function fileStories(store: Store): Promise<void> {
  const view = (id: 'resilience' | 'regulation') => ({ viewpoints: [{ id, score: 0.9, evidence: ['fail'] }] });
  await fileReports(
    store,
    buildReport('a1', 'airports', 9, view('resilience')),
    buildReport('a2', 'airports', 8, view('regulation')),
    buildReport('b1', 'banks', 7, { sectors: [{ id: 'banking', score: 0.9, evidence: ['banks'] }] }),
    buildReport('c1', 'clinics', 6, { sectors: [{ id: 'healthcare', score: 0.9, evidence: ['clinics'] }] }),
  );
}

/** A digest that stands in the incident room: airports first, then banks. */
async function fileDigest(store: Store): Promise<void> {
  await store.subscriptions.add(buildSubscription({ team, channel: incidents }));
  const stories = ['airports', 'banks'].map((id) => buildDigestStory({ id, title: `${id} fail` }));
  await store.digests.add(buildDigest({ id: 'd1', stories }));
  await store.deliveries.add(
    buildDelivery({
      id: 'd1',
      team,
      channel: incidents,
      consignment: { kind: 'digest', digestId: 'd1' },
      posted: ['1.1'],
    }),
  );
}

/** The order in which stories are named. */
function namesIn(text = ''): string[] {
  return [...text.matchAll(/(airports|banks|clinics) fail/g)].map(([, name]) => name ?? '');
}

describe('latest', () => {
  it('lists the stories that match, last updated first, to the asker alone', async ({ app, store, expect }) => {
    await fileStories(store);
    const [answer, ...others] = await app.ask(ben, 'latest');
    expect(namesIn(answer?.text)).toEqual(['clinics', 'banks', 'airports']);
    expect(answer).toMatchObject({ channel: incidents, ephemeralTo: ben });
    expect(others).toEqual([]);
    const [some] = await app.ask(ben, 'latest sector:banking');
    expect(namesIn(some?.text)).toEqual(['banks']);
  });

  it('is for all to see with --share, also where the app is not in the channel', async ({ app, store, expect }) => {
    await fileStories(store);
    for (const channel of [incidents, general]) {
      const [answer] = await app.ask(ben, 'latest --share', channel);
      expect(answer).toMatchObject({ channel });
      expect(answer?.ephemeralTo).toBeUndefined();
    }
  });

  it('sees the stories as the workspace corrected them', async ({ app, store, expect }) => {
    await fileStories(store);
    await store.corrections.add({ articleId: 'c1', team, by: ben, at: minutesLater(-10), topic: 'other' });
    const [answer] = await app.ask(ben, 'latest');
    expect(namesIn(answer?.text)).toEqual(['banks', 'airports']);
  });
});

describe('a story by number', () => {
  it('is that of the last digest in the channel', async ({ app, store, expect }) => {
    await fileStories(store);
    await fileDigest(store);
    const [first] = await app.ask(ben, 'story 1');
    expect(new Set(namesIn(first?.text))).toEqual(new Set(['airports']));
    const [second] = await app.ask(ben, 'why 2');
    expect(new Set(namesIn(second?.text))).toEqual(new Set(['banks']));
    const [third] = await app.ask(ben, 'story 3');
    expect(third).toMatchObject({
      ephemeralTo: ben,
      text: 'There is no story 3: the last digest of this channel has 2.',
    });
  });

  it('is that of the latest where no digest was posted', async ({ app, store, expect }) => {
    await fileStories(store);
    const [first] = await app.ask(ben, 'story 1');
    expect(new Set(namesIn(first?.text))).toEqual(new Set(['clinics']));
    const [fourth] = await app.ask(ben, 'sides 4');
    expect(fourth?.text).toBe('There is no story 4: the list of the latest stories has 3.');
  });

  it('or by its id; one that is none says where ids are', async ({ app, store, expect }) => {
    await fileReports(store, buildReport('a1', '5f3e9a0b1c', 9));
    const [story] = await app.ask(ben, 'story 5f3e9a0b1c');
    expect(story?.text).toContain('5f3e9a0b1c fail, a1');
    const [none] = await app.ask(ben, 'sides 0123456789');
    expect(none?.text).toContain('No story "0123456789" is known');
    expect(none?.text).toContain('/faultline latest');
  });
});

describe('sides', () => {
  it('of a query are those of the biggest story with several', async ({ app, store, expect }) => {
    await fileStories(store);
    const [answer] = await app.ask(ben, 'sides');
    expect(answer?.text).toContain('2 sides');
    expect(new Set(namesIn(answer?.text))).toEqual(new Set(['airports']));
  });

  it('of nothing say so', async ({ app, expect }) => {
    const [answer] = await app.ask(ben, 'sides ferries');
    expect(answer?.text).toBe('No story matches the query ferries.');
  });
});

describe('trends', () => {
  it('are a table, and a picture with its words in the direct messages', async ({ app, store, expect }) => {
    await fileStories(store);
    const seen = await app.ask(ben, 'trends since:7d');
    const table = seen.find(({ channel }) => channel === incidents);
    expect(table).toMatchObject({ ephemeralTo: ben, text: expect.stringContaining('Healthcare') });
    expect(table && tell(table)).toContain('"type":"table"');
    expect(table?.text).toContain('direct messages');
    const [id = ''] = seen.find(({ channel }) => channel === ben)?.files ?? [];
    const picture = app.slack.workspace.files.get(id);
    expect(picture).toMatchObject({ mimeType: 'image/png', altText: expect.stringContaining('Healthcare') });
    expect(
      Buffer.from(picture?.bytes ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it('stand in the channel with --share', async ({ app, store, expect }) => {
    await fileStories(store);
    const seen = await app.ask(ben, 'trends --share');
    expect(seen.map(({ channel, ephemeralTo, files }) => [channel, ephemeralTo, files.length])).toEqual([
      [incidents, undefined, 1],
      [incidents, undefined, 0],
    ]);
  });

  it('come without the picture where Slack does not take it, and say why', async ({ app, store, expect }) => {
    await fileStories(store);
    const [elsewhere] = await app.ask(ben, 'trends --share', general);
    expect(elsewhere?.text).toMatch(/Healthcare(?:.|\n)*There is no picture: .*\/invite/);
    app.slack.faults.next('files.getUploadURLExternal', { kind: 'error', taken: false });
    const [answer] = await app.ask(ben, 'trends');
    expect(answer?.text).toMatch(/Healthcare(?:.|\n)*There is no picture: Slack did not take the file/);
  });

  it('of nothing need no picture', async ({ app, expect }) => {
    const seen = await app.ask(ben, 'trends');
    expect(seen).toHaveLength(1);
    expect(seen[0]?.text).toContain('No story');
  });
});

describe('receipt', () => {
  it('is that of the last digest in the channel, or of the one that is named', async ({ app, store, expect }) => {
    await fileDigest(store);
    const [last] = await app.ask(ben, 'receipt');
    expect(last?.text).toContain('2 items from 1 feed');
    await store.digests.add(buildDigest({ id: '0123456789abcdef', to: minutesLater(120) }));
    const [named] = await app.ask(ben, 'receipt 0123456789abcdef');
    expect(named?.text).toContain('2 items from 1 feed');
  });

  it('of another workspace is none', async ({ app, store, expect }) => {
    await store.subscriptions.add(buildSubscription({ team: 'TOTHER' }));
    await store.digests.add(buildDigest({ id: '0123456789abcdef' }));
    const [answer] = await app.ask(ben, 'receipt 0123456789abcdef');
    expect(answer?.text).toBe('No digest "0123456789abcdef" is known in this workspace.');
  });

  it('says so where nothing was posted', async ({ app, expect }) => {
    const [answer] = await app.ask(ben, 'receipt');
    expect(answer?.text).toContain('No digest was posted here');
  });
});

describe('subscriptions', () => {
  it('are made in one line, listed by channel, and ended by number', async ({ app, store, expect }) => {
    const [made] = await app.ask(ben, 'subscribe sector:rail weekdays 7:15 europe/paris');
    expect(made).toMatchObject({ ephemeralTo: ben, text: expect.stringContaining('07:15 Europe/Paris') });
    await app.ask(ben, 'subscribe alert');
    expect((await store.subscriptions.list(team, incidents)).items).toMatchObject([
      { query: 'sector:rail', cadence: 'weekdays', at: '07:15', timezone: 'Europe/Paris', createdBy: ben },
      {
        query: '',
        cadence: 'alert',
        timezone: 'America/Sao_Paulo',
        threshold: { publishers: 3, within: 60, official: true },
      },
    ]);
    const [list] = await app.ask(ben, 'subscriptions');
    expect(list?.text).toContain('sector:rail');
    const [removed] = await app.ask(ben, 'unsubscribe 1');
    expect(removed?.text).toContain('is told of sector:rail no more');
    const [none] = await app.ask(ben, 'unsubscribe 2');
    expect(none?.text).toBe('There is no subscription 2: this channel has 1.');
    expect((await store.subscriptions.list(team, incidents)).items).toMatchObject([{ cadence: 'alert' }]);
  });

  it('of a channel that the asker is not in are not his to end', async ({ app, store, expect }) => {
    await store.subscriptions.add(buildSubscription({ id: '0a1b2c3d4e', team, channel: notes }));
    const [answer] = await app.ask(ben, 'unsubscribe 0a1b2c3d4e');
    expect(answer).toMatchObject({ ephemeralTo: ben, text: expect.stringContaining(`Only members of <#${notes}>`) });
    expect(await store.subscriptions.get('0a1b2c3d4e')).toBeDefined();
    const [unknown] = await app.ask(ben, 'unsubscribe 0123456789');
    expect(unknown?.text).toContain('No subscription "0123456789" is in this workspace');
  });
});
