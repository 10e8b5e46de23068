import type { Article } from '../../article.ts';
import { FaultlineError } from '../../errors.ts';
import { loadPerspective } from '../../jobs/perspective.ts';
import { tellStory } from '../../jobs/tell-story.ts';
import { readStoryChoice, type StoryChoice, type StoryDeed } from '../../render/actions.ts';
import { nameTitle } from '../../render/words.ts';
import type { SlackServices } from '../services.ts';
import type { Choice } from './fields.ts';

/** What was chosen in a story's menu. */
export function readChoiceOf(value: string): StoryChoice {
  const choice = readStoryChoice(value);
  if (!choice) throw new FaultlineError('story-unknown', { story: value });
  return choice;
}

export function isChoiceOf(deed: StoryDeed, value: string): boolean {
  return readStoryChoice(value)?.deed === deed;
}

/**
 * The reports of a story as a workspace sees them, newest first.
 * @throws FaultlineError `story-unknown`
 */
export async function loadReports(
  team: string,
  storyId: string,
  { store, openReviewer, now }: Pick<SlackServices, 'store' | 'openReviewer' | 'now'>,
): Promise<Article[]> {
  const perspective = await loadPerspective(store, team, openReviewer);
  const { articles } = await tellStory(store, storyId, now(), perspective);
  return articles.toReversed();
}

/** Reports to choose from: the voice first, for headlines of one story are much alike. */
export function chooseReports(articles: readonly Article[]): Choice[] {
  return articles.map((article) => ({ id: article.id, title: `${article.publisher.name}: ${nameTitle(article)}` }));
}
