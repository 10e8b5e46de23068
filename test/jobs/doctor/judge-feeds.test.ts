import { expect, it } from 'vitest';
import { judgeFeeds } from '../../../lib/jobs/doctor/judge-feeds.ts';
import { buildFeed, minutesLater, morning } from '../../fixtures/builders.ts';

const day = 24 * 60;
const good = (id: string) => buildFeed({ id, title: id, lastSuccessAt: morning });
const failing = (id: string, failures = 3) => buildFeed({ id, title: id, failures, lastError: 'HTTP 500' });

it('an empty list is told how to be filled', () => {
  expect(judgeFeeds([], morning)).toMatchObject([{ kind: 'warning', mend: expect.stringContaining('feeds add') }]);
});

it('a list that rests is told how to be woken', () => {
  const found = judgeFeeds([buildFeed({ enabled: false })], morning);
  expect(found).toMatchObject([{ kind: 'warning', mend: expect.stringContaining('feeds enable') }]);
});

it('feeds that answer are well, those that were never polled are counted', () => {
  expect(judgeFeeds([good('a'), good('b'), buildFeed({ id: 'new' })], morning)).toEqual([
    { kind: 'ok', about: 'feeds', what: '3 feeds are polled, 1 of them never yet.' },
  ]);
});

it.each([1, 2])('%i bad answers in a row are the web as usual', (failures) => {
  expect(judgeFeeds([good('a'), failing('b', failures)], morning)).toMatchObject([{ kind: 'ok' }]);
});

it('a feed that fails is named with its reason, one that rests is not', () => {
  const [found, ...more] = judgeFeeds([good('a'), failing('b'), { ...failing('c'), enabled: false }], morning);
  expect(more).toEqual([]);
  expect(found).toMatchObject({ kind: 'warning', what: '1 of 2 feeds fail: b (HTTP 500).' });
});

it('of many that fail three are named', () => {
  const feeds = [good('a'), ...['b', 'c', 'd', 'e', 'f'].map((id) => failing(id))];
  expect(judgeFeeds(feeds, morning)[0]?.what).toBe(
    '5 of 6 feeds fail: b (HTTP 500), c (HTTP 500), d (HTTP 500) and 2 more.',
  );
});

it('one that has not answered for a week is to be found anew or to rest', () => {
  const lost = { ...failing('b'), lastSuccessAt: morning };
  const mendOf = (minutes: number) =>
    judgeFeeds([good('a'), lost], minutesLater(minutes)).map((one) => ('mend' in one ? one.mend : ''))[0];
  expect(mendOf(7 * day)).toContain('feeds check');
  expect(mendOf(7 * day + 1)).toContain('feeds disable` b');
});

it('where none answers, it is not the feeds that are wrong', () => {
  expect(judgeFeeds([failing('a'), failing('b'), buildFeed({ id: 'new' })], morning)).toMatchObject([
    { kind: 'wrong', what: expect.stringContaining('all 2'), mend: expect.stringContaining('reaches the web') },
  ]);
});
