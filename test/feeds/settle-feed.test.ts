import { describe, expect, it } from 'vitest';
import type { Feed } from '../../lib/feeds/feed.ts';
import { findIdleWeeks, findYield } from '../../lib/feeds/harvest.ts';
import { dropSeen, type PollEnd, settleFeed } from '../../lib/feeds/settle-feed.ts';
import { buildFeed } from '../fixtures/builders.ts';

const hour = 3_600_000;
const day = 24 * hour;
const begin = Date.UTC(2024, 0, 1);
const at = (days: number): Date => new Date(begin + days * day);

type Answer = 'news' | 'same' | 'stirred' | 'empty' | 'unchanged' | 'gone' | 'blocked' | 'failed';

const buildItem = (id: string, publishedAt: Date) => ({ id, title: `Item ${id}`, summary: '', publishedAt });

/** A feed that is polled once a day at first, and what it answers. */
function createPolled(overrides: Partial<Feed> = {}) {
  let feed = buildFeed(overrides);
  let items: ReturnType<typeof buildItem>[] = [];
  let print = 0;
  const answer = (kind: Answer, time: Date, inScope: number): PollEnd => {
    if (kind === 'unchanged' || kind === 'gone') return { kind };
    if (kind === 'blocked') return { kind, by: 'Cloudflare' };
    if (kind === 'failed') return { kind, reason: '503 Service Unavailable' };
    if (kind !== 'same') print++;
    if (kind === 'news')
      items = [buildItem(`${print}`.padStart(16, '0').split('').reverse().join(''), time), ...items].slice(0, 20);
    const shown = kind === 'empty' ? [] : items;
    return { kind: 'fetched', url: feed.url, wishes: {}, print: `${print}`, items: shown, revised: 0, inScope };
  };
  return {
    poll(kind: Answer, days: number, inScope = 0): Feed {
      feed = settleFeed(feed, answer(kind, at(days), inScope), at(days), 0.5);
      return feed;
    },
    /** Once a day from one day on, before another. */
    pollDaily(kind: Answer, from: number, to: number, inScope = 0): Feed {
      for (let n = from; n < to; n++) this.poll(kind, n, inScope);
      return feed;
    },
  };
}

const stateOf = ({ health }: Feed) => health?.state;

describe('a feed that brought news every day', () => {
  it.each<[string, Answer, string]>([
    ['says that nothing has changed', 'unchanged', 'silent'],
    ['changes without anything new in it', 'stirred', 'silent'],
    ['is the same to the byte', 'same', 'frozen'],
  ])('and then %s, is called so within three days', (_, answer, state) => {
    const polled = createPolled();
    polled.pollDaily('news', 0, 140);
    expect(stateOf(polled.pollDaily(answer, 140, 141))).toBe('ok');
    const quiet = polled.pollDaily(answer, 141, 143);
    expect(quiet).toMatchObject({
      failures: 0,
      health: { state, changedAt: at(142), before: { state: 'ok', changedAt: at(0) } },
    });
    const later = polled.pollDaily(answer, 143, 220);
    expect(later.health).toMatchObject({ state, changedAt: at(142) });
    expect(later.nextPollAt).toEqual(at(220));
    expect(polled.poll('news', 220).health).toMatchObject({
      state: 'ok',
      changedAt: at(220),
      before: { state, changedAt: at(142) },
    });
  });

  it('and then has no items, is empty after half a day, and back with them', () => {
    const polled = createPolled();
    polled.pollDaily('news', 0, 10);
    expect(stateOf(polled.poll('empty', 10))).toBe('ok');
    expect(stateOf(polled.poll('empty', 10.4))).toBe('ok');
    expect(stateOf(polled.poll('empty', 10.6))).toBe('empty');
    expect(stateOf(polled.poll('unchanged', 11))).toBe('empty');
    expect(stateOf(polled.poll('stirred', 12))).toBe('ok');
    // What it did before and came back from is its way.
    expect(stateOf(polled.pollDaily('empty', 13, 16))).toBe('ok');
    expect(stateOf(polled.pollDaily('empty', 16, 18))).toBe('empty');
  });

  it('and then fails now and then, is as it was; for a day, it is failing, and its state before comes back', () => {
    const polled = createPolled();
    polled.pollDaily('news', 0, 10);
    expect(polled.poll('failed', 10)).toMatchObject({
      failures: 1,
      lastError: '503 Service Unavailable',
      health: { state: 'ok' },
    });
    for (const days of [10.01, 10.02, 10.04, 10.5, 10.9]) expect(stateOf(polled.poll('failed', days))).toBe('ok');
    expect(stateOf(polled.poll('failed', 11))).toBe('failing');
    const back = polled.poll('unchanged', 11.5);
    expect(back).toMatchObject({ failures: 0, health: { state: 'ok', before: { state: 'failing' } } });
    expect(back).not.toHaveProperty('lastError');
    expect(back.health).not.toHaveProperty('failingAt');
  });

  it('and then is walled off, is blocked after six hours, by the name of the wall', () => {
    const polled = createPolled();
    polled.pollDaily('news', 0, 10);
    for (const days of [10, 10.1, 10.2]) expect(stateOf(polled.poll('blocked', days))).toBe('ok');
    expect(polled.poll('blocked', 10.3)).toMatchObject({
      enabled: true,
      health: { state: 'blocked', wall: 'Cloudflare' },
    });
    const back = polled.poll('news', 11).health;
    expect(back).toMatchObject({ state: 'ok' });
    expect(back).not.toHaveProperty('wall');
  });

  it('and then is gone, is disabled', () => {
    const polled = createPolled();
    polled.pollDaily('news', 0, 10);
    expect(polled.poll('gone', 10)).toMatchObject({ enabled: false, health: { state: 'gone', changedAt: at(10) } });
  });
});

describe('a feed', () => {
  it('that fails for ever is polled every day for ever', () => {
    const polled = createPolled();
    for (let n = 0; n < 400; n++) {
      const { enabled, nextPollAt } = polled.poll('failed', n);
      expect(enabled).toBe(true);
      expect(nextPollAt.getTime() - at(n).getTime()).toBeLessThanOrEqual(1.125 * day);
    }
  });

  it('that never had an item is not empty', () => {
    expect(stateOf(createPolled().pollDaily('empty', 0, 30))).toBe('ok');
  });

  it('of a provider that lists only what is open is not empty till it is silent', () => {
    const polled = createPolled({ kind: 'status' });
    for (let n = 0; n < 20; n++) {
      polled.poll('news', n * 7);
      polled.pollDaily('empty', n * 7 + 1, n * 7 + 7);
    }
    expect(stateOf(polled.pollDaily('empty', 140, 145))).toBe('ok');
    expect(stateOf(polled.pollDaily('empty', 145, 165))).toBe('empty');
  });

  it('that repeats an old item or drops one brings nothing new', () => {
    const polled = createPolled();
    const first = polled.pollDaily('news', 0, 5);
    expect(polled.poll('stirred', 6).rhythm).toEqual(first.rhythm);
  });

  it('learns from its first document what its items say of the past', () => {
    const items = Array.from({ length: 12 }, (_, i) => buildItem(`${i}`.padStart(16, 'x'), at(-30 * i)));
    const feed = settleFeed(
      buildFeed(),
      { kind: 'fetched', url: 'https://a.example/', wishes: {}, print: 'p', items, revised: 0, inScope: 0 },
      at(0.5),
      0.5,
    );
    expect(feed.rhythm).toMatchObject({ lastAt: at(0) });
    expect(feed.rhythm?.longest).toHaveLength(11);
    expect(feed.nextPollAt).toEqual(at(1.5));
  });
});

describe('the yield of a feed', () => {
  it('is of the time after its first poll, a week', () => {
    const polled = createPolled();
    expect(findYield(polled.poll('news', 0, 50))).toBeUndefined();
    expect(findYield(polled.pollDaily('news', 1, 7, 2))).toBeUndefined();
    expect(findYield(polled.pollDaily('news', 7, 15, 2))).toBeCloseTo(14);
  });

  it('forgets what is older than a quarter', () => {
    const polled = createPolled();
    polled.pollDaily('news', 0, 30, 5);
    expect(findYield(polled.pollDaily('news', 30, 200))).toBe(0);
  });

  it.each<[string, Partial<Feed>, number | undefined]>([
    ['of nothing for weeks suggests to drop it', {}, 9],
    ['of a status page suggests nothing', { kind: 'status' }, undefined],
    ['of a feed that rests suggests nothing', { enabled: false }, undefined],
  ])('%s', (_, overrides, weeks) => {
    const polled = createPolled(overrides);
    expect(findIdleWeeks(polled.pollDaily('news', 0, 30))).toBeUndefined();
    expect(findIdleWeeks(polled.pollDaily('news', 30, 65))).toBe(weeks);
    expect(findIdleWeeks(polled.poll('news', 65, 1))).toBeUndefined();
  });
});

describe('the items of a document', () => {
  const items = Array.from({ length: 70 }, (_, i) =>
    buildItem(`${i}`.padStart(16, 'x').split('').reverse().join(''), at(-i)),
  );
  const poll = { kind: 'fetched', url: 'https://a.example/', wishes: {}, print: 'p', revised: 0, inScope: 0 } as const;
  const feed = settleFeed(buildFeed(), { ...poll, items }, at(1), 0.5);

  it('are known by the next poll in the words that they had, but for those that come after the first 64', () => {
    expect(dropSeen(feed, items)).toEqual(items.slice(64));
  });

  it('are looked at again where their words changed, or they are new', () => {
    const changed = items.slice(0, 3).map((item) => ({ ...item, summary: 'Resolved.' }));
    const added = buildItem('fresh'.padStart(16, 'y'), at(1));
    expect(dropSeen(feed, [added, ...changed, ...items.slice(3, 64)])).toEqual([added, ...changed]);
  });

  it('are all new to a feed that was never polled', () => {
    expect(dropSeen(buildFeed(), items)).toEqual(items);
  });
});
