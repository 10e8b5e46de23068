import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { TeamSettings } from '../../lib/jobs/ports.ts';
import { applicationId, migrations } from '../../lib/store/sqlite/migrations.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import {
  buildAlert,
  buildArticle,
  buildDelivery,
  buildDigest,
  buildFeed,
  buildSketch,
  buildStory,
  buildSubscription,
  minutesLater,
  reviseArticle,
} from '../fixtures/builders.ts';
import { farAhead, idsOf, longAgo, placementOf } from './contract/placing.ts';

const root = mkdtempSync(join(tmpdir(), 'faultline-migrations-'));
afterAll(() => rmSync(root, { recursive: true }));

const [a, b] = ['a', 'b'].map((id) => buildArticle({ id, storyId: `story of ${id}`, title: `Headline ${id}` }));
const stories = ['a', 'b'].map((id) => buildStory({ id: `story of ${id}`, articles: [id] }));
const revised = a && reviseArticle(a, minutesLater(5), { title: 'Second headline' });
const feed = buildFeed();
const digest = buildDigest();
const printed = buildDigest({ id: 'printed', subscriptionId: 'cli:T1:topic:outage' });
const correction = { articleId: 'a', team: 'T1', by: 'ann', at: minutesLater(9), sectors: [] };
const adjustment = { drone: [[6, 2]] as [number, number][] };
const merged = buildStory({ id: 'story of a', version: 2, articles: ['a', 'b'] });

/** A file as the first version left it, with something in every table. */
function makeFirstVersion(file: string): void {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; ${migrations[0]}`);
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = 1;`);
  const run = (sql: string, ...values: (string | number | bigint | Uint8Array)[]) =>
    database.prepare(sql).run(...values).lastInsertRowid;
  run(
    'INSERT INTO feed (id, title, enabled, next_poll_at, body) VALUES (?, ?, 1, ?, ?)',
    feed.id,
    feed.title,
    feed.nextPollAt.getTime(),
    JSON.stringify(feed),
  );
  for (const article of [a, b, revised]) {
    if (!article) continue;
    const at = article.revisedAt.getTime();
    const rowid = run(
      'INSERT INTO revision (article_id, revision, at, topic, body) VALUES (?, ?, ?, ?, ?)',
      article.id,
      article.revision,
      at,
      article.topic,
      JSON.stringify(article),
    );
    run('INSERT INTO revision_text (rowid, words) VALUES (?, ?)', rowid, article.title.toLowerCase());
  }
  for (const story of stories) {
    run(
      'INSERT INTO story (id, updated_at, version, body) VALUES (?, ?, ?, ?)',
      story.id,
      story.updatedAt.getTime(),
      story.version,
      JSON.stringify(story),
    );
    const [articleId = ''] = story.articles;
    const { at, terms, weights, keyWeight } = buildSketch({ articleId, storyId: story.id });
    const sketchId = run(
      'INSERT INTO sketch (article_id, story_id, at, topic, sectors, terms, weights, key_weight) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      articleId,
      story.id,
      at.getTime(),
      'outage',
      'aviation',
      new Uint8Array(terms.buffer),
      new Uint8Array(weights.buffer),
      keyWeight,
    );
    for (const key of terms) run('INSERT INTO sketch_key VALUES (?, ?, ?)', key, at.getTime(), sketchId);
  }
  for (const one of [digest, printed]) {
    run('INSERT INTO digest VALUES (?, ?, ?, ?)', one.id, one.subscriptionId, one.to.getTime(), JSON.stringify(one));
  }
  database.close();
}

/** A file as the second version left it: the two stories of the first turned out to be one, and labels were corrected. */
function makeSecondVersion(file: string): void {
  makeFirstVersion(file);
  const database = new DatabaseSync(file);
  database.exec(`${migrations[1]}; PRAGMA user_version = 2;`);
  const run = (sql: string, ...values: string[]) => database.prepare(sql).run(...values);
  run('UPDATE story SET version = 2, body = ? WHERE id = ?', JSON.stringify(merged), 'story of a');
  run('DELETE FROM story WHERE id = ?', 'story of b');
  run('INSERT INTO absorbed_story (id, story_id) VALUES (?, ?)', 'story of b', 'story of a');
  run('INSERT INTO correction (team, body) VALUES (?, ?)', 'T1', JSON.stringify(correction));
  run('INSERT INTO adjustment (team, body) VALUES (?, ?)', 'T1', JSON.stringify(adjustment));
  database.close();
}

function readVersion(file: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  const version = database.prepare('PRAGMA user_version').get()?.user_version;
  database.close();
  return version;
}

describe('a file of the first version', () => {
  let made = 0;
  let file: string;
  beforeEach(() => {
    file = join(root, `${++made}.sqlite`);
    makeFirstVersion(file);
  });

  it('is brought up with all that it holds', async () => {
    expect(readVersion(file)).toBe(1);
    const store = createSqliteStore(file);
    expect(await store.feeds.get(feed.id)).toStrictEqual(feed);
    expect(await store.articles.revisions('a')).toStrictEqual([a, revised]);
    expect(await store.articles.get('b')).toStrictEqual(b);
    expect(idsOf((await store.articles.find({ words: ['second headline'] })).items)).toEqual(['a']);
    expect(await store.stories.getMany(['story of a', 'story of b'])).toStrictEqual(stories);
    expect(await store.digests.get(digest.id)).toStrictEqual(digest);
    const sketches = await store.stories.similar([10], longAgo, farAhead, 10);
    expect(sketches.map(({ articleId }) => articleId).sort()).toEqual(['a', 'b']);
    store.close();
    expect(readVersion(file)).toBe(migrations.length);
  });

  it('takes corrections and mergers from then on', async () => {
    const store = createSqliteStore(file);
    expect(await store.corrections.list('T1')).toEqual({ items: [] });
    expect(await store.corrections.adjustment('T1')).toBeUndefined();
    await store.corrections.add(correction);
    const absorbed = [{ id: 'story of b', version: 1, into: 'story of a' }];
    expect(await store.articles.place(placementOf({ stories: [merged], absorbed }))).toBe(true);
    store.close();
    const again = createSqliteStore(file);
    expect(await again.corrections.list('T1')).toStrictEqual({ items: [correction] });
    expect(await again.stories.get('story of b')).toStrictEqual(merged);
    expect((await again.articles.get('b'))?.storyId).toBe('story of a');
    again.close();
  });

  it('forgets what it held before as it forgets all else', async () => {
    const store = createSqliteStore(file);
    expect(await store.articles.deleteSeenBefore(minutesLater(10))).toBe(2);
    expect(await store.articles.find({})).toEqual({ items: [] });
    expect(await store.stories.similar([10, 20, 30], longAgo, farAhead, 10)).toEqual([]);
    store.close();
  });

  it('is brought up once by several connections', () => {
    const stores = Array.from({ length: 4 }, () => createSqliteStore(file));
    for (const store of stores) store.close();
    expect(readVersion(file)).toBe(migrations.length);
  });
});

describe('a file of the second version', () => {
  let made = 0;
  let file: string;
  beforeEach(() => {
    file = join(root, `second-${++made}.sqlite`);
    makeSecondVersion(file);
  });

  it('is brought up with all that it holds', async () => {
    expect(readVersion(file)).toBe(2);
    const store = createSqliteStore(file);
    expect(await store.feeds.get(feed.id)).toStrictEqual(feed);
    expect(await store.stories.getMany(['story of a', 'story of b'])).toStrictEqual([merged]);
    expect((await store.articles.get('b'))?.storyId).toBe('story of a');
    expect(await store.digests.get(digest.id)).toStrictEqual(digest);
    expect(await store.corrections.list('T1')).toStrictEqual({ items: [correction] });
    expect(await store.corrections.adjustment('T1')).toStrictEqual(adjustment);
    store.close();
    expect(readVersion(file)).toBe(migrations.length);
  });

  it('takes subscriptions, deliveries, alerts and what belongs to a workspace from then on', async () => {
    const store = createSqliteStore(file);
    expect(await store.subscriptions.list('T1')).toEqual({ items: [] });
    expect(await store.teams.settings('T1')).toBeUndefined();
    const settings: TeamSettings = { team: 'T1', feedTuners: ['U1'], whenUnsure: 'ask' };
    expect(await store.subscriptions.add(buildSubscription())).toBe(true);
    expect(await store.deliveries.add(buildDelivery())).toBe(true);
    expect(await store.alerts.add(buildAlert())).toBe(true);
    await store.teams.saveSettings(settings);
    store.close();
    const again = createSqliteStore(file);
    expect(await again.subscriptions.get('subscription-1')).toStrictEqual(buildSubscription());
    expect(await again.deliveries.get('digest-1')).toStrictEqual(buildDelivery());
    expect(await again.alerts.get('alert-1')).toStrictEqual(buildAlert());
    expect(await again.teams.settings('T1')).toStrictEqual(settings);
    again.close();
  });

  it('forgets of a workspace what it held before as well', async () => {
    const store = createSqliteStore(file);
    await store.teams.forget('T1');
    expect(await store.digests.get('printed')).toBeUndefined();
    expect(await store.corrections.list('T1')).toEqual({ items: [] });
    expect(await store.corrections.adjustment('T1')).toBeUndefined();
    expect(await store.digests.get(digest.id)).toStrictEqual(digest);
    expect(await store.articles.get('a')).toBeDefined();
    store.close();
  });

  it('is brought up once by several connections', () => {
    const stores = Array.from({ length: 4 }, () => createSqliteStore(file));
    for (const store of stores) store.close();
    expect(readVersion(file)).toBe(migrations.length);
  });
});
