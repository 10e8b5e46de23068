import type { DatabaseSync } from 'node:sqlite';
import type { Article } from '../../article.ts';
import { type Cursor, createPage, limitOf, readCursor } from '../../jobs/page.ts';
import type { ArticleFilter, ArticleStore, Placement } from '../../jobs/ports.ts';
import { readArticle, writeJson } from '../../json.ts';
import { foldText } from '../../query/match.ts';
import { transact } from './database.ts';
import { deleteSketches, prepareSketchWriter } from './sketches.ts';
import type { StoryNames } from './story-names.ts';

interface RevisionRow {
  article_id: string;
  at: number;
  body: string;
}

/** Revisions never change once written, so the latest read are kept: a running story is told anew with each report. */
const maxRemembered = 4_000;

export function createArticleStore(database: DatabaseSync, names: StoryNames): ArticleStore {
  const newest = database.prepare(
    'SELECT id FROM revision WHERE article_id = ? AND at <= ? ORDER BY revision DESC LIMIT 1',
  );
  const bodyOf = database.prepare('SELECT body FROM revision WHERE id = ?');
  const remembered = new Map<unknown, Article>();
  const all = database.prepare('SELECT body FROM revision WHERE article_id = ? ORDER BY revision');
  const resolve = (article: Article): Article => {
    const storyId = names.resolve(article.storyId);
    return storyId === article.storyId ? article : { ...article, storyId };
  };
  const read = (row: unknown): Article => resolve(readArticle((row as RevisionRow).body));
  const readNewest = (id: string, at: number): Article[] => {
    const found = newest.get(id, at);
    if (!found) return [];
    let article = remembered.get(found.id);
    if (!article) {
      article = readArticle((bodyOf.get(found.id as number) as unknown as RevisionRow).body);
      if (remembered.size >= maxRemembered) remembered.clear();
      remembered.set(found.id, article);
    }
    return [resolve(article)];
  };
  const place = preparePlacement(database);

  return {
    async get(id) {
      names.refresh();
      return readNewest(id, Number.MAX_SAFE_INTEGER)[0];
    },
    async getMany(ids, at) {
      names.refresh();
      return [...new Set(ids)].flatMap((id) => readNewest(id, at?.getTime() ?? Number.MAX_SAFE_INTEGER));
    },
    async revisions(id) {
      names.refresh();
      return all.all(id).map(read);
    },
    async find(filter, page) {
      names.refresh();
      const limit = limitOf(page);
      const cursor = readCursor(page, 0);
      const to = filter.to?.getTime() ?? cursor?.[2];
      const { sql, values } = buildFind(filter, to ?? Number.MAX_SAFE_INTEGER, cursor);
      const rows = database.prepare(sql).all(...values, limit + 1) as unknown as RevisionRow[];
      // An open period ends with the newest that its first page saw: an article revised between two pages would else be in neither.
      const end = to ?? rows[0]?.at ?? 0;
      return createPage(rows, limit, read, (row) => [row.at, row.article_id, end]);
    },
    async place(placement) {
      return transact(database, () => place(placement));
    },
    async deleteSeenBefore(time) {
      return deleteSeenBefore(database, time);
    },
  };
}

/** The newest revision of each article by the end of the period, where any of its revisions falls into the period. */
function buildFind(
  filter: ArticleFilter,
  to: number,
  cursor: Cursor<number> | undefined,
): { sql: string; values: (string | number)[] } {
  const from = filter.from?.getTime() ?? Number.MIN_SAFE_INTEGER;
  const conditions = [
    'r.at > ? AND r.at <= ?',
    'NOT EXISTS (SELECT 1 FROM revision l WHERE l.article_id = r.article_id AND l.revision > r.revision AND l.at <= ?)',
  ];
  const values: (string | number)[] = [from, to, to];
  if (filter.topics) {
    conditions.push(`r.topic IN (${filter.topics.map(() => '?').join(', ')})`);
    values.push(...filter.topics);
  }
  const match = (filter.words ?? [])
    .map(writeMatch)
    .filter((phrase) => phrase !== '')
    .join(' AND ');
  if (match) {
    conditions.push('r.id IN (SELECT rowid FROM revision_text WHERE words MATCH ?)');
    values.push(match);
  }
  if (cursor) {
    conditions.push('(r.at, r.article_id) < (?, ?)');
    values.push(cursor[0], cursor[1]);
  }
  const sql = `SELECT r.article_id, r.at, r.body FROM revision r WHERE ${conditions.join(' AND ')} ORDER BY r.at DESC, r.article_id DESC LIMIT ?`;
  return { sql, values };
}

/** A phrase of FTS5 whose last word may go on; folded text has no quote in it that could end the phrase. */
function writeMatch(words: string): string {
  const folded = foldText(words).trim();
  return folded === '' ? '' : `"${folded}" *`;
}

/** Writes a revision of an article with the words that it is found by; false where that revision is there. */
export function prepareRevisionWriter(database: DatabaseSync): (article: Article) => boolean {
  const addRevision = database.prepare(
    'INSERT INTO revision (article_id, revision, at, topic, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const addText = database.prepare('INSERT INTO revision_text (rowid, words) VALUES (?, ?)');
  return (article) => {
    const { changes, lastInsertRowid } = addRevision.run(
      article.id,
      article.revision,
      article.revisedAt.getTime(),
      article.topic,
      writeJson(article),
    );
    if (changes === 0) return false;
    addText.run(lastInsertRowid, foldText(`${article.title} ${article.summary} ${article.publisher.name}`));
    return true;
  };
}

function preparePlacement(database: DatabaseSync): (placement: Placement) => boolean {
  const lastRevision = database.prepare('SELECT max(revision) AS last FROM revision WHERE article_id = ?');
  const addStory = database.prepare(
    'INSERT INTO story (id, updated_at, version, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const replaceStory = database.prepare(
    'UPDATE story SET updated_at = ?, version = ?, body = ? WHERE id = ? AND version = ?',
  );
  const deleteStory = database.prepare('DELETE FROM story WHERE id = ? AND version = ?');
  const absorbStory = database.prepare('INSERT INTO absorbed_story (id, story_id) VALUES (?, ?)');
  const beginAnew = database.prepare('DELETE FROM absorbed_story WHERE id = ?');
  const writeRevision = prepareRevisionWriter(database);
  const writeSketch = prepareSketchWriter(database);

  return ({ added, revised, stories, sketches, absorbed }) => {
    for (const article of added) if (article.revision !== 1 || !writeRevision(article)) return false;
    for (const article of revised) {
      if (lastRevision.get(article.id)?.last !== article.revision - 1) return false;
      if (!writeRevision(article)) return false;
    }
    for (const story of stories) {
      const updatedAt = story.updatedAt.getTime();
      const { changes } =
        story.version === 1
          ? addStory.run(story.id, updatedAt, 1, writeJson(story))
          : replaceStory.run(updatedAt, story.version, writeJson(story), story.id, story.version - 1);
      if (changes === 0) return false;
      // Its articles were forgotten and came again: it is itself once more.
      if (story.version === 1) beginAnew.run(story.id);
    }
    for (const { id, version, into } of absorbed ?? []) {
      if (deleteStory.run(id, version).changes === 0) return false;
      absorbStory.run(id, into);
    }
    for (const sketch of sketches) writeSketch(sketch);
    return true;
  };
}

function deleteSeenBefore(database: DatabaseSync, time: Date): number {
  let deleted = 0;
  transact(database, () => {
    database.exec('CREATE TEMP TABLE IF NOT EXISTS aged (article_id TEXT PRIMARY KEY) STRICT; DELETE FROM aged;');
    database
      .prepare('INSERT INTO aged SELECT article_id FROM revision WHERE revision = 1 AND at < ?')
      .run(time.getTime());
    database.exec(`
      DELETE FROM revision_text WHERE rowid IN (SELECT id FROM revision WHERE article_id IN (SELECT article_id FROM aged));
    `);
    deleteSketches(database, 'SELECT article_id FROM aged');
    database.exec(`
      DELETE FROM story WHERE NOT EXISTS (
        SELECT 1 FROM json_each(story.body, '$.articles') a
        WHERE a.value NOT IN (SELECT article_id FROM aged) AND EXISTS (SELECT 1 FROM revision r WHERE r.article_id = a.value)
      );
      DELETE FROM revision WHERE article_id IN (SELECT article_id FROM aged);
      DELETE FROM absorbed_story WHERE story_id NOT IN (SELECT id FROM story UNION SELECT id FROM absorbed_story);
    `);
    deleted = Number(database.prepare('SELECT count(*) AS n FROM aged').get()?.n ?? 0);
    return true;
  });
  return deleted;
}
