import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { applicationId, migrations } from '../../lib/store/sqlite/migrations.ts';
import { createSqliteStore } from '../../lib/store/sqlite/store.ts';
import {
  buildArticle,
  buildDigest,
  buildFeed,
  buildSketch,
  buildStory,
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
  run(
    'INSERT INTO digest VALUES (?, ?, ?, ?)',
    digest.id,
    digest.subscriptionId,
    digest.to.getTime(),
    JSON.stringify(digest),
  );
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
    expect(await store.corrections.list('local')).toEqual({ items: [] });
    expect(await store.corrections.adjustment('local')).toBeUndefined();
    const correction = { articleId: 'a', team: 'local', by: 'ann', at: minutesLater(9), sectors: [] };
    await store.corrections.add(correction);
    const merged = buildStory({ id: 'story of a', version: 2, articles: ['a', 'b'] });
    const absorbed = [{ id: 'story of b', version: 1, into: 'story of a' }];
    expect(await store.articles.place(placementOf({ stories: [merged], absorbed }))).toBe(true);
    store.close();
    const again = createSqliteStore(file);
    expect(await again.corrections.list('local')).toStrictEqual({ items: [correction] });
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
