import { describe } from 'vitest';
import { listReceipt } from '../../lib/jobs/list-receipt.ts';
import { buildArticle, buildDigest, minutesLater } from '../fixtures/builders.ts';
import { fileReports, it } from './fixture.ts';

describe('the items of a receipt', () => {
  it('go by the names that they had when the digest was made', async ({ store, expect }) => {
    const article = buildArticle({ id: 'a', title: 'Trains halted' });
    await fileReports(store, article);
    const revisedAt = minutesLater(120);
    await fileReports(store, { ...article, title: 'Trains run again', revision: 2, revisedAt, change: 'new-fact' });
    const digest = buildDigest({ to: minutesLater(60), fates: [{ articleId: 'a', fate: 'sent' }] });
    expect(await listReceipt(store, digest)).toEqual([
      { articleId: 'a', fate: 'sent', title: 'Trains halted', publisher: 'The Harbour Post' },
    ]);
  });

  it('are all there, in their order, whatever was forgotten since', async ({ store, expect }) => {
    const count = 1_100;
    await fileReports(store, buildArticle({ id: 'known', title: 'Trains halted' }));
    const fates = Array.from({ length: count }, (_, i) => {
      return { articleId: i === 700 ? 'known' : `old-${i}`, fate: 'outside', term: 'topic:outage' } as const;
    });
    const rows = await listReceipt(store, buildDigest({ fates }));
    expect(rows.map(({ articleId }) => articleId)).toEqual(fates.map(({ articleId }) => articleId));
    expect(rows[700]).toMatchObject({ title: 'Trains halted' });
    expect(rows[0]).toMatchObject({ title: 'An article that was forgotten since', term: 'topic:outage' });
  });
});
