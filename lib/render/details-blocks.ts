import type { KnownBlock } from '@slack/types';
import type { Digest, DigestStory } from '../digest/digest.ts';
import { truncate } from '../text.ts';
import { bold, linked, paragraph, richText, type SlackMessage, words } from './blocks.ts';
import { cleanTexts } from './clean-texts.ts';
import { fitMessage } from './fit-blocks.ts';
import { chooseLink, listSides, listSources, tellFacts } from './story-lines.ts';
import { renderStoryHead } from './story-menu.ts';
import { countOf, nameKind, nameTime, nameTitle } from './words.ts';

/** All that a digest knows of one of its stories: the reply in its thread. */
export function renderDetailsBlocks(digest: Pick<Digest, 'id'>, story: DigestStory): SlackMessage {
  const clean = cleanTexts(story);
  return fitMessage((room) => [
    renderStoryHead(`${nameKind(clean)}, last report ${nameTime(clean.reportedAt)}`, clean.id, digest.id),
    ...renderStoryBody(clean, room),
  ]);
}

/**
 * A story told in full: headline, summary, who is hit, how sure, what is contested, each side with its voices and words, and the
 * sources.
 * @param story clean
 */
export function renderStoryBody(story: DigestStory, room: number): KnownBlock[] {
  const url = chooseLink(story, Math.floor(room * 0.1));
  const changed = truncate(story.changed ?? '', Math.floor(room * 0.04));
  const { viewpoints: sides, articles } = story;
  return [
    ...richText(
      paragraph(
        [linked(truncate(nameTitle(story), Math.floor(room * 0.04)), url, { bold: true })],
        [words(truncate(story.summary, Math.floor(room * 0.1)))],
        changed ? [bold('Changed: '), words(changed)] : [],
        ...tellFacts(story),
      ),
    ),
    ...(sides.length > 0
      ? richText(paragraph([bold('Sides')]), listSides(sides, Math.min(2_800, Math.floor(room * 0.28))))
      : []),
    ...richText(paragraph([bold(countOf(articles.length, 'article'))]), listSources(articles, Math.floor(room * 0.45))),
  ];
}
