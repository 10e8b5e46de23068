import type { Article } from '../article.ts';
import type { IncidentState } from '../incident.ts';
import type { OfficialWord, StoryState } from './story.ts';

/** Announced maintenance is no running event. */
const stateOf: Readonly<Record<IncidentState, StoryState | undefined>> = {
  investigating: 'ongoing',
  identified: 'ongoing',
  monitoring: 'monitoring',
  resolved: 'resolved',
  scheduled: undefined,
  'in-progress': 'ongoing',
  completed: 'resolved',
};

/** A provider that is one voice among more than so many is hit by the event, and does not decide when it is over. */
const maxVoicesEach = 3;

/**
 * Where the event of a story stands by the word of those who run what failed; `undefined` where no status page speaks of it, or too few
 * among many other voices. Where several do, it is over when it is for all of them.
 * @param articles by time of publication
 */
export function judgeOfficialState(articles: readonly Article[]): StoryState | undefined {
  const words = listOfficialWords(articles);
  const voices = new Set(articles.map(({ publisher }) => publisher.name)).size;
  if (words.length === 0 || voices > words.length * maxVoicesEach) return undefined;
  const states = words.map(({ state }) => stateOf[state]);
  return (['ongoing', 'monitoring', 'resolved'] as const).find((state) => states.includes(state));
}

/** The latest word of any status page on the event. @param articles by time of publication */
export function findOfficialWord(articles: readonly Article[]): OfficialWord | undefined {
  return listOfficialWords(articles).sort((a, b) => b.at.getTime() - a.at.getTime())[0];
}

/** The latest word of each provider. */
function listOfficialWords(articles: readonly Article[]): OfficialWord[] {
  const latest = new Map<string, OfficialWord>();
  for (const { id, isOfficial, incident, publisher, publishedAt, revisedAt } of articles) {
    if (!isOfficial || !incident) continue;
    const times = incident.updates.flatMap(({ at }) => (at ? at.getTime() : []));
    const { state, impact, components } = incident;
    const word = {
      articleId: id,
      publisher: publisher.name,
      state,
      ...(impact ? { impact } : {}),
      components,
      from: times.length > 0 ? new Date(Math.min(...times)) : publishedAt,
      at: times.length > 0 ? new Date(Math.max(...times)) : revisedAt,
    };
    const before = latest.get(publisher.name);
    if (!before || before.at <= word.at) latest.set(publisher.name, word);
  }
  return [...latest.values()];
}
