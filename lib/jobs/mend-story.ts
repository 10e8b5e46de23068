import type { Correction } from '../classify/correction.ts';
import type { Actor } from './authorize.ts';
import { correctArticle, type Wish } from './correct.ts';
import { noteDeed, quote } from './note-deed.ts';
import type { Now, Store } from './ports.ts';

export interface MendPorts {
  store: Pick<Store, 'articles' | 'stories' | 'corrections' | 'teams'>;
  now: Now;
}

/**
 * Mends the labels of an article for a workspace; what is not named stays as it is.
 * @throws FaultlineError as `correctArticle` does
 */
export async function mendLabels(
  ports: MendPorts,
  actor: Actor,
  articleId: string,
  labels: Pick<Wish, 'topic' | 'sectors' | 'viewpoints'>,
): Promise<Correction> {
  const { team, user: by } = actor;
  const correction = await correctArticle(ports.store, { articleId, team, by, ...labels }, ports.now());
  await noteDeed(ports, actor, `corrected the labels of ${await nameArticle(ports, articleId)}: ${tellLabels(labels)}`);
  return correction;
}

/**
 * Takes articles out of the story that they stand in, for a workspace; each becomes a story of its own.
 * @throws FaultlineError as `correctArticle` does
 */
export async function partArticles(ports: MendPorts, actor: Actor, articleIds: readonly string[]): Promise<void> {
  const { team, user: by } = actor;
  for (const articleId of articleIds) {
    await correctArticle(ports.store, { articleId, team, by, story: 'new' }, ports.now());
    await noteDeed(ports, actor, `took ${await nameArticle(ports, articleId)} out of its story`);
  }
}

async function nameArticle({ store }: MendPorts, id: string): Promise<string> {
  return quote((await store.articles.get(id))?.title ?? id);
}

/** "topic attack; sectors rail, energy; viewpoints none". */
export function tellLabels({ topic, sectors, viewpoints }: Pick<Wish, 'topic' | 'sectors' | 'viewpoints'>): string {
  const list = (ids: readonly string[]): string => ids.join(', ') || 'none';
  return [
    ...(topic ? [`topic ${topic}`] : []),
    ...(sectors ? [`sectors ${list(sectors)}`] : []),
    ...(viewpoints ? [`viewpoints ${list(viewpoints)}`] : []),
  ].join('; ');
}
