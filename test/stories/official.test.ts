import { describe, expect, it } from 'vitest';
import type { Article } from '../../lib/article.ts';
import type { Incident, IncidentState } from '../../lib/incident.ts';
import { describeStory } from '../../lib/stories/describe.ts';
import { buildArticle, minutesLater } from '../fixtures/builders.ts';

const cloud = { name: 'Quay Cloud Status', country: 'US', ownership: 'private' } as const;
const host = { name: 'Moor Hosting Status', country: 'GB', ownership: 'private' } as const;

const told = (state: IncidentState, minutes = 0, rest: Partial<Incident> = {}): Incident => ({
  state,
  components: [],
  updates: [{ at: minutesLater(minutes), state, text: 'x' }],
  ...rest,
});

const official = (id: string, incident: Incident | undefined, overrides: Partial<Article> = {}) =>
  buildArticle({ id, publisher: cloud, isOfficial: true, ...(incident ? { incident } : {}), ...overrides });

const press = (id: string) =>
  buildArticle({
    id,
    publisher: { name: `Press ${id}`, country: 'GB', ownership: 'private' },
    title: `Still down ${id}`,
  });

const stateOf = (...articles: Article[]) => describeStory('s', articles).state;

describe('where an event stands is the word of who runs what failed', () => {
  it.each<[IncidentState, string | undefined]>([
    ['investigating', 'ongoing'],
    ['identified', 'ongoing'],
    ['monitoring', 'monitoring'],
    ['resolved', 'resolved'],
    ['in-progress', 'ongoing'],
    ['completed', 'resolved'],
  ])('%s: %s', (state, expected) => {
    expect(stateOf(official('a', told(state)), press('b'))).toBe(expected);
  });

  it('though reports before and after it say otherwise', () => {
    expect(stateOf(press('a'), official('b', told('resolved')), press('c'))).toBe('resolved');
  });

  it('but not where it is one voice among many that were hit', () => {
    expect(stateOf(official('a', told('resolved')), ...['b', 'c', 'd', 'e'].map(press))).toBe('ongoing');
  });

  it('of all of them, where there are several', () => {
    expect(stateOf(official('a', told('resolved')), official('b', told('monitoring'), { publisher: host }))).toBe(
      'monitoring',
    );
  });

  it('or else what the reports say: of a page in no known wording, and of planned work', () => {
    expect(stateOf(official('a', undefined, { title: 'Resolved: all is well' }))).toBe('resolved');
    expect(stateOf(official('a', told('scheduled'), { title: 'Still down' }))).toBe('ongoing');
    expect(stateOf(buildArticle({ incident: told('resolved'), title: 'Still down' }))).toBe('ongoing');
  });
});

it('a story keeps the latest official word with its times, impact and components', () => {
  const incident = told('monitoring', 40, {
    impact: 'major',
    components: ['API'],
    updates: [
      { at: minutesLater(10), state: 'investigating', text: 'x' },
      { at: minutesLater(40), state: 'monitoring', text: 'y' },
    ],
  });
  const older = official('b', told('identified', 5), { publisher: host });
  expect(describeStory('s', [official('a', incident), older, press('c')]).official).toEqual({
    articleId: 'a',
    publisher: 'Quay Cloud Status',
    state: 'monitoring',
    impact: 'major',
    components: ['API'],
    from: minutesLater(10),
    at: minutesLater(40),
  });
  expect(describeStory('s', [press('c')])).not.toHaveProperty('official');
});
