import { describe, expect, it } from 'vitest';
import type { Subscription } from '../../lib/digest/subscription.ts';
import { actionIds } from '../../lib/render/actions.ts';
import { renderSubscriptionBlocks } from '../../lib/render/subscription-blocks.ts';
import { buildSubscription, minutesLater, morning } from '../fixtures/builders.ts';

const linesOf = (overrides: Partial<Subscription>) =>
  renderSubscriptionBlocks([buildSubscription(overrides)], morning).text.split('\n');
const actionsOf = (overrides: Partial<Subscription>) =>
  renderSubscriptionBlocks([buildSubscription(overrides)], morning).blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements.map(({ action_id }) => action_id) : [],
  );

describe('a subscription', () => {
  it.each<[Partial<Subscription>, string]>([
    [{ cadence: 'hourly', at: '00:00' }, 'Every hour, on the hour'],
    [{ cadence: 'hourly', at: '00:05' }, 'Every hour at 05 past'],
    [{ cadence: 'daily' }, 'Every day at 08:30 UTC'],
    [{ cadence: 'weekdays', timezone: 'Europe/Berlin' }, 'Weekdays at 08:30 Europe/Berlin'],
    [{ cadence: 'weekly', at: '18:00' }, 'Mondays at 18:00 UTC'],
    [
      { cadence: 'alert', threshold: { publishers: 2, within: 90, official: false } },
      'Alert as soon as a story has 2 independent publishers within 1 hour 30 minutes',
    ],
    [
      { cadence: 'alert' },
      'Alert as soon as a story has 3 independent publishers within 1 hour, or its provider calls it major',
    ],
  ])('of %j tells its cadence in words', (overrides, words) => {
    expect(linesOf(overrides)[2]).toBe(`${words}, at most 6 messages a day`);
  });

  it.each([
    ['Europe/Berlin', '2024-03-31T06:30:00Z', 'Next: Sun 31 Mar 08:30 Europe/Berlin'],
    ['America/New_York', '2024-07-19T12:30:00Z', 'Next: Fri 19 Jul 08:30 America/New_York'],
    ['Asia/Kathmandu', '2024-07-18T18:20:00Z', 'Next: Fri 19 Jul 00:05 Asia/Kathmandu'],
    ['Nowhere/Atall', '2024-07-19T12:30:00Z', 'Next: 19 Jul 2024 12:30 UTC'],
  ])('in %s tells when it is due next by the clocks there', (timezone, nextAt, words) => {
    expect(linesOf({ timezone, nextAt: new Date(nextAt) })[3]).toContain(words);
  });

  it('tells how long that is', () => {
    expect(linesOf({ nextAt: minutesLater(150) })[3]).toMatch(/, in 2 hours 30 minutes$/);
    expect(linesOf({ nextAt: morning })[3]).toMatch(/, due now$/);
    expect(linesOf({ cadence: 'alert' })[3]).toBe('Watching now');
  });

  it('offers to edit, pause and remove it, or to resume it where it is paused', () => {
    const { editSubscription, pauseSubscription, resumeSubscription, removeSubscription, subscribe } = actionIds;
    expect(actionsOf({})).toEqual([editSubscription, pauseSubscription, removeSubscription, subscribe]);
    expect(actionsOf({ paused: { at: morning, why: 'asked' } })).toContain(resumeSubscription);
  });

  it.each([
    ['asked', 'somebody asked for it'],
    ['channel-gone', 'the channel was archived or deleted'],
    ['not-in-channel', 'the app is not in the channel'],
  ] as const)('paused as %s says why and since when', (why, words) => {
    expect(linesOf({ paused: { at: morning, why } })[3]).toBe(`Paused: ${words}, since 19 Jul 2024 06:00 UTC`);
  });

  it('names muted sources, the first five of many', () => {
    expect(linesOf({ muted: ['A', 'B'] }).at(-1)).toBe('Muted: A, B');
    expect(linesOf({ muted: ['A', 'B', 'C', 'D', 'E', 'F', 'G'] }).at(-1)).toBe('Muted: A, B, C, D, E, 2 more');
  });
});

it('a channel is shown all of its subscriptions', () => {
  const all = Array.from({ length: 20 }, (_, i) => buildSubscription({ id: `s${i}`, query: `word${i}` }));
  const { text } = renderSubscriptionBlocks(all, morning);
  for (const { query } of all) expect(text).toContain(query);
  expect(renderSubscriptionBlocks([...all, ...all], morning).text).toContain('20 more subscriptions');
});
