import type { Digest, ReceiptRow } from '../digest/digest.ts';
import type { Store } from './ports.ts';

/** Articles that are asked for at a time. */
const portion = 500;
/** What stands for an article that is so old that the store no longer has it. */
const forgotten = { title: 'An article that was forgotten since', publisher: '' };

/** Every article of a digest's period with its fate, by the name that it had when the digest was made. */
export async function listReceipt(
  { articles }: Pick<Store, 'articles'>,
  { fates, to }: Pick<Digest, 'fates' | 'to'>,
): Promise<ReceiptRow[]> {
  const rows: ReceiptRow[] = [];
  for (let i = 0; i < fates.length; i += portion) {
    const part = fates.slice(i, i + portion);
    const found = await articles.getMany(
      part.map(({ articleId }) => articleId),
      to,
    );
    const known = new Map(found.map((article) => [article.id, article]));
    for (const fate of part) {
      const article = known.get(fate.articleId);
      rows.push({ ...fate, ...(article ? { title: article.title, publisher: article.publisher.name } : forgotten) });
    }
  }
  return rows;
}
