import { FaultlineError } from '../../errors.ts';
import { findLatestStories } from '../../jobs/compile.ts';
import { loadPerspective, type Perspective } from '../../jobs/perspective.ts';
import { findPostedDigest } from '../../jobs/posted-digest.ts';
import { findContestedStory, tellStory } from '../../jobs/tell-story.ts';
import type { Query } from '../../query/query.ts';
import type { SlackMessage } from '../../render/blocks.ts';
import {
  renderSidesBlocks,
  renderStoryBlocks,
  renderStoryListBlocks,
  renderWhyBlocks,
} from '../../render/story-blocks.ts';
import type { ToldStory } from '../../render/story-text.ts';
import type { SlackServices } from '../services.ts';
import type { Asker } from '../task.ts';
import type { Which } from '../wanted.ts';

const listed = 10;
export const everything: Query = { text: '', terms: [] };

/** How the asker's workspace sees the archive. */
export function openPerspective({ team }: Asker, { store, openReviewer }: SlackServices): Promise<Perspective> {
  return loadPerspective(store, team, openReviewer);
}

export async function answerLatest(query: Query, asker: Asker, services: SlackServices): Promise<SlackMessage> {
  const perspective = await openPerspective(asker, services);
  const stories = await findLatestStories(services.store, query, services.now(), listed, perspective);
  return renderStoryListBlocks(stories, query.text);
}

/** What is told of one story. */
export type Telling = 'story' | 'sides' | 'why';

/**
 * @throws FaultlineError `story-unknown`, `story-number-unknown`, or `nothing-found`
 */
export async function answerStory(
  telling: Telling,
  of: Which | Query,
  asker: Asker,
  services: SlackServices,
): Promise<SlackMessage> {
  const perspective = await openPerspective(asker, services);
  const now = services.now();
  const { id } =
    'by' in of
      ? of.by === 'id'
        ? of
        : { id: await findByNumber(of.number, asker, services, perspective) }
      : await findContestedStory(services.store, of, now, perspective);
  return renderTelling(telling, await tellStory(services.store, id, now, perspective));
}

function renderTelling(telling: Telling, told: ToldStory): SlackMessage {
  if (telling === 'why') return renderWhyBlocks(told.story, told.articles);
  return telling === 'sides' ? renderSidesBlocks(told) : renderStoryBlocks(told);
}

/** In the last digest of the channel, or else among the latest. */
async function findByNumber(
  number: number,
  { team, channel }: Asker,
  { store, now }: SlackServices,
  perspective: Perspective,
): Promise<string> {
  const time = now();
  const digest = channel ? await findPostedDigest(store, { team, channel }, time) : undefined;
  const stories = digest?.stories ?? (await findLatestStories(store, everything, time, number, perspective));
  const story = stories[number - 1];
  if (story) return story.id;
  const where = digest ? 'the last digest of this channel' : 'the list of the latest stories';
  throw new FaultlineError('story-number-unknown', { number, where, count: stories.length });
}
