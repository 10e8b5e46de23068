import { expect, it } from 'vitest';
import { buildDigest, minutesLater } from '../../fixtures/builders.ts';
import type { Stores } from '../contract.ts';
import { withUndefined } from './placing.ts';

export function digestContract({ create, createPair }: Stores): void {
  it('gives a digest back as it was added', async () => {
    const store = await create();
    const plain = buildDigest();
    const [told] = plain.stories;
    const full = buildDigest({
      id: 'full',
      query: '"𠮷野家" عطل -🚄 since:7d',
      stories: told ? [{ ...told, title: '2024-07-19T06:00:00.000Z', changed: 'Resolved 🚄' }, told] : [],
      held: [{ id: 'story-2', title: 'عطل', articles: 3 }],
    });
    const empty = buildDigest({ id: 'empty', query: '', stories: [], fates: [] });
    for (const digest of [plain, full, empty]) expect(await store.digests.add(digest)).toBe(true);
    expect(await store.digests.get('digest-1')).toStrictEqual(plain);
    expect(await store.digests.get('full')).toStrictEqual(full);
    expect(await store.digests.get('empty')).toStrictEqual(empty);
    expect(await store.digests.get('unknown')).toBeUndefined();
  });

  it('takes a member that is undefined as absent', async () => {
    const store = await create();
    const fate = { articleId: 'a', title: 'A', publisher: 'P', fate: 'sent' } as const;
    await store.digests.add(buildDigest({ fates: [withUndefined(fate, 'term')] }));
    expect(await store.digests.get('digest-1')).toStrictEqual(buildDigest({ fates: [fate] }));
  });

  it('keeps a digest of a thousand fates whole', async () => {
    const store = await create();
    const fates = Array.from({ length: 1000 }, (_, i) => ({
      articleId: `article-${i}`,
      title: `Title ${i} ${'障害'.repeat(40)}`,
      publisher: 'The Harbour Post',
      fate: 'outside' as const,
      term: 'topic:outage',
    }));
    await store.digests.add(buildDigest({ fates }));
    expect(await store.digests.get('digest-1')).toStrictEqual(buildDigest({ fates }));
  });

  it('adds a digest once and keeps the first', async () => {
    const [one, other] = await createPair();
    const outcomes = await Promise.all([
      one.digests.add(buildDigest({ query: 'first' })),
      other.digests.add(buildDigest({ query: 'second' })),
    ]);
    expect(outcomes.toSorted()).toEqual([false, true]);
    const kept = outcomes[0] ? 'first' : 'second';
    expect(await one.digests.add(buildDigest({ query: 'third' }))).toBe(false);
    expect(await other.digests.get('digest-1')).toStrictEqual(buildDigest({ query: kept }));
  });

  it('knows the digest of a subscription before a time', async () => {
    const store = await create();
    const ending = (minutes: number, subscriptionId: string) =>
      buildDigest({ id: `${subscriptionId} ${minutes}`, subscriptionId, to: minutesLater(minutes) });
    for (const minutes of [20, 10, 30]) await store.digests.add(ending(minutes, 'mine'));
    await store.digests.add(ending(25, 'other'));
    expect(await store.digests.previous('mine', minutesLater(100))).toStrictEqual(ending(30, 'mine'));
    expect(await store.digests.previous('mine', minutesLater(30))).toStrictEqual(ending(20, 'mine'));
    expect(await store.digests.previous('mine', minutesLater(11))).toStrictEqual(ending(10, 'mine'));
    expect(await store.digests.previous('mine', minutesLater(10))).toBeUndefined();
    expect(await store.digests.previous('unknown', minutesLater(100))).toBeUndefined();
  });
}
