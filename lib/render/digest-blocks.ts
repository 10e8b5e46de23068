import type { KnownBlock } from '@slack/types';
import type { Digest, DigestStory } from '../digest/digest.ts';
import { tellReceipt } from '../digest/tell.ts';
import { actionIds } from './actions.ts';
import {
  bold,
  button,
  context,
  divider,
  header,
  linked,
  maxAddress,
  paragraph,
  richText,
  type SlackMessage,
  section,
  words,
} from './blocks.ts';
import { cleanTexts } from './clean-texts.ts';
import { maxStories, renderDigestWords, tellCounts, tellHeld, tellQuery, tellRest } from './digest-words.ts';
import { divideRoom } from './divide-room.ts';
import { fitBlocks } from './fit-blocks.ts';
import { fitStory, measureStory, plainCutting } from './fit-story.ts';
import { chooseLink } from './story-lines.ts';
import { renderStoryHead } from './story-menu.ts';
import { nameKind, namePeriod } from './words.ts';

/** Characters of header, counts, held stories, receipt, and of the menus with their values. */
const frame = 2_800;
const separator = ' · ';

/**
 * The digest as one quiet Slack message. Text of feeds stands in `rich_text` and `plain_text` only, which Slack shows as it is: it
 * can neither ping anybody nor hide a link. Summaries give way first where the message would be too long.
 */
export function renderDigestBlocks(digest: Digest): SlackMessage {
  const { stories } = digest;
  const clean = { ...digest, stories: [...stories.slice(0, maxStories).map(cleanTexts), ...stories.slice(maxStories)] };
  return { text: renderDigestWords(clean), blocks: fitBlocks((room) => renderParent(clean, room)) };
}

function renderParent(digest: Digest, room: number): KnownBlock[] {
  const stories = digest.stories.slice(0, maxStories);
  const longest = Math.min(maxAddress, Math.floor((room - frame) / Math.max(1, stories.length) / 2));
  const links = stories.map((story) => chooseLink(story, longest));
  const needs = stories.map((story, i) => (links[i] ?? '').length + measureStory(story, separator, plainCutting));
  const shares = divideRoom(room - frame, needs);
  const small = [tellRest(digest), tellHeld(digest)].filter(Boolean);
  return [
    header(`Faultline: ${namePeriod(digest)}`),
    context(...[tellCounts(digest), tellQuery(digest)].filter(Boolean)),
    ...stories.flatMap((story, i) => [
      divider,
      renderStoryHead(`${i + 1}. ${nameKind(story)}`, story.id, digest.id),
      ...renderStory(story, links[i] ?? '', shares[i] ?? 0),
    ]),
    divider,
    ...(small.length > 0 ? [context(...small)] : []),
    section(tellReceipt(digest.receipt, digest.stories.length), button('Receipt', actionIds.receipt, digest.id)),
  ];
}

function renderStory(story: DigestStory, url: string, room: number): KnownBlock[] {
  const { title, why, changed, sides, summary } = fitStory(story, room - url.length, separator, plainCutting);
  return richText(
    paragraph(
      [linked(title, url, { bold: true })],
      changed ? [bold('Changed: '), words(changed)] : [],
      [words(summary)],
      [words(why, { italic: true })],
      sides ? [bold('Sides: '), words(sides)] : [],
    ),
  );
}
