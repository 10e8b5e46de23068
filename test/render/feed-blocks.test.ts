import type { Button } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { Feed } from '../../lib/feeds/feed.ts';
import { actionIds, readListed } from '../../lib/render/actions.ts';
import { feedsPerPage, renderFeedListBlocks } from '../../lib/render/feed-blocks.ts';
import { buildFeed, minutesLater, morning } from '../fixtures/builders.ts';

type List = Parameters<typeof renderFeedListBlocks>[0];

function listButtons(list: List): Button[] {
  return renderFeedListBlocks(list).blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements.filter((element) => element.type === 'button') : [],
  );
}

const labelsOf = (list: List) => listButtons(list).map(({ text }) => text.text);
const healthOf = (overrides: Parameters<typeof buildFeed>[0]) =>
  renderFeedListBlocks({ feeds: [buildFeed(overrides)], mayTune: false })
    .text.split('\n')
    .at(-1);

describe('the feed list', () => {
  it('can be changed by whom the admins let', () => {
    const list = { feeds: [buildFeed(), buildFeed({ enabled: false })], mayTune: true };
    expect(labelsOf(list)).toEqual([
      ...['Disable', 'Remove', 'Enable', 'Remove'],
      ...['Add a feed', 'Import OPML', 'Export OPML'],
    ]);
  });

  it('can be read and exported by everybody else, who are told why', () => {
    const list = { feeds: [buildFeed()], mayTune: false };
    expect(labelsOf(list)).toEqual(['Export OPML']);
    expect(renderFeedListBlocks(list).text).toContain('Only admins, the installer and those whom the admins chose');
  });

  it('leads on to the next page where there is one', () => {
    const [more] = listButtons({ feeds: [buildFeed()], mayTune: false, next: 'cursor' });
    expect(more).toMatchObject({ text: { text: 'More' }, action_id: actionIds.listFeeds, value: 'cursor' });
  });

  it('carries the page that is drawn anew when one of its feeds was changed', () => {
    const [disable, remove] = listButtons({ feeds: [buildFeed()], page: 'cursor', mayTune: true });
    for (const { value = '' } of [disable ?? {}, remove ?? {}])
      expect(readListed(value)).toEqual({ id: 'feed-1', page: 'cursor' });
  });

  it('asks before it removes a feed, by name', () => {
    const remove = listButtons({ feeds: [buildFeed()], mayTune: true })[1];
    expect(remove).toMatchObject({
      value: 'feed-1|',
      confirm: { title: { text: 'Remove this feed?' }, text: { text: expect.stringContaining('The Harbour Post') } },
    });
  });

  it('has room for a page', () => {
    const feeds = Array.from({ length: feedsPerPage }, (_, i) => buildFeed({ id: `${i}`, title: `Feed ${i}` }));
    const { text } = renderFeedListBlocks({ feeds, mayTune: true });
    for (const { title } of feeds) expect(text).toContain(title);
  });

  it.each<[Partial<Feed>, string]>([
    [{}, 'New, not read yet'],
    [{ lastSuccessAt: morning }, 'Healthy, last read 19 Jul 2024 06:00 UTC'],
    [{ enabled: false, lastSuccessAt: morning }, 'Disabled, last read 19 Jul 2024 06:00 UTC'],
    [
      { failures: 1, lastError: 'it is an HTML page', nextPollAt: minutesLater(60) },
      'Failing: 1 poll in a row (it is an HTML page); not read yet, next try 19 Jul 2024 07:00 UTC',
    ],
    [
      {
        lastSuccessAt: morning,
        health: { state: 'silent', changedAt: morning },
        rhythm: { lastAt: minutesLater(-14_400), hours: [], days: [], weeks: 1, longest: [] },
      },
      'Silent, nothing new since 9 Jul 2024 06:00 UTC, last read 19 Jul 2024 06:00 UTC',
    ],
    [
      { failures: 3, lastSuccessAt: morning, health: { state: 'blocked', changedAt: morning, wall: 'Akamai' } },
      'Blocked by a bot wall: 3 polls in a row; last read 19 Jul 2024 06:00 UTC, next try 19 Jul 2024 06:00 UTC',
    ],
    [{ enabled: false, health: { state: 'gone', changedAt: morning } }, 'Gone, not read yet'],
    [
      { lastSuccessAt: morning, harvest: { startedAt: minutesLater(-20_160), week: 2846, counts: [3, 2] } },
      'Healthy, last read 19 Jul 2024 06:00 UTC · 2.5 a week in scope',
    ],
    [
      { lastSuccessAt: morning, harvest: { startedAt: minutesLater(-90_720), week: 2846, counts: [0] } },
      'Healthy, last read 19 Jul 2024 06:00 UTC · nothing in scope for 9 weeks: drop it?',
    ],
    [{ failures: 2 }, 'Failing: 2 polls in a row; not read yet, next try 19 Jul 2024 06:00 UTC'],
  ])('tells the health of a feed of %j, and its id', (overrides, health) => {
    expect(healthOf(overrides)).toBe(`${health} · feed-1`);
  });
});
