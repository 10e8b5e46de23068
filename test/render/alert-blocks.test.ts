import { describe, expect, it } from 'vitest';
import type { Alert } from '../../lib/digest/alert.ts';
import { tellChange } from '../../lib/digest/tell.ts';
import { renderAlertBlocks, renderChangeBlocks } from '../../lib/render/alert-blocks.ts';
import { buildAlert, buildDigestStory, minutesLater } from '../fixtures/builders.ts';

const ongoing = buildDigestStory();
const resolved = buildDigestStory({ state: 'resolved' });
const resolving = { at: minutesLater(95), change: tellChange(ongoing, resolved) ?? '' };
const later = { at: minutesLater(3000), change: '1 more source' };

describe('the message of an alert', () => {
  it.each<[string, Partial<Alert>, string]>([
    ['while it runs', {}, 'Alert: Airline'],
    ['once resolved', { story: resolved, history: [resolving] }, 'Resolved after 1 hour 35 minutes: Airline'],
    ['when more is said afterwards', { story: resolved, history: [resolving, later] }, 'Resolved after 1 hour 35'],
    ['resolved before it was raised', { story: resolved, raisedAt: minutesLater(50) }, 'Resolved after 50 minutes: '],
    ['ended unresolved', { state: 'closed', updatedAt: minutesLater(1500) }, 'Ended after 1 day 1 hour: Airline'],
  ])('says in its first words how it stands: %s', (_name, overrides, words) => {
    expect(renderAlertBlocks(buildAlert(overrides)).text.startsWith(words)).toBe(true);
  });

  it('says why it was raised and what changed last', () => {
    const { text } = renderAlertBlocks(buildAlert({ history: [resolving, later] }));
    expect(text).toContain('Raised because: 3 independent publishers within 60 minutes\n');
    expect(text).toContain('Last change: 1 more source, 21 Jul 2024 08:00 UTC\n');
    expect(text).toContain('2 changes since');
  });

  it('cites the latest five articles, newest first', () => {
    const [article] = ongoing.articles;
    if (!article) throw new Error('no article');
    const articles = Array.from({ length: 7 }, (_, i) => ({
      ...article,
      id: `a${i}`,
      title: `Report ${i}`,
      publishedAt: minutesLater(i),
    }));
    const { text } = renderAlertBlocks(buildAlert({ story: { ...ongoing, articles } }));
    expect(text.match(/Report \d/g)).toEqual(['Report 6', 'Report 5', 'Report 4', 'Report 3', 'Report 2']);
    expect(text).toContain('Latest of 7 articles');
  });
});

describe('a change of an alert', () => {
  it('is one line with its time', () => {
    expect(renderChangeBlocks(buildAlert({ history: [resolving, later] }), 0).text).toBe(
      '19 Jul 2024 07:35 UTC: ongoing → resolved',
    );
  });

  it('that there is not cannot be rendered', () => {
    expect(() => renderChangeBlocks(buildAlert(), 0)).toThrow('has none at 0');
  });
});
