import type { Digest, DigestStory } from '../digest/digest.ts';
import { tellReceipt } from '../digest/tell.ts';
import { truncate } from '../text.ts';
import { maxStories, renderDigestWords, tellCounts, tellRest, tellSides } from './digest-words.ts';
import { safeHref, stripUnseen } from './escape.ts';
import { nameKind, namePeriod, nameTitle } from './words.ts';

/** A Slack message: `text` is the whole digest in words, for screen readers and notifications. */
export interface SlackMessage {
  text: string;
  blocks: SlackBlock[];
}

type RichTextElement =
  | { type: 'text'; text: string; style?: { bold?: true; italic?: true } }
  | { type: 'link'; url: string; text: string; style?: { bold?: true } };

type SlackBlock =
  | { type: 'header'; text: { type: 'plain_text'; text: string; emoji: false } }
  | { type: 'rich_text'; elements: { type: 'rich_text_section'; elements: RichTextElement[] }[] }
  | { type: 'context'; elements: { type: 'plain_text'; text: string; emoji: false }[] }
  | { type: 'divider' };

/**
 * Characters of block text in all, addresses of links included. Slack's pages name no limit, but `chat.postMessage` has refused
 * 11,341 (`msg_blocks_too_long`, https://github.com/slackapi/bolt-js/issues/2867).
 */
const budget = 10_000;
/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
const maxHeader = 150;
/** Of one text in a context block and of one section: https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
const maxSection = 3000;
const maxLine = 300;
/** Header, counts, receipt, and the line for stories that found no place. */
const frame = maxHeader + 3 * maxLine;

/**
 * The digest as one quiet Slack message. Text of feeds stands in `rich_text` and `plain_text` only, which Slack shows as it is: it
 * can neither ping anybody nor hide a link. Summaries give way first where the budget would not hold.
 */
export function renderDigestBlocks(digest: Digest): SlackMessage {
  const stories = digest.stories.slice(0, maxStories);
  const perStory = Math.floor((budget - frame) / Math.max(1, stories.length));
  const rest = tellRest(digest);
  const blocks: SlackBlock[] = [
    { type: 'header', text: plain(`Faultline: ${namePeriod(digest)}`, maxHeader) },
    { type: 'context', elements: [plain(tellCounts(digest), maxLine)] },
    ...stories.flatMap((story): SlackBlock[] => [{ type: 'divider' }, renderStory(story, perStory)]),
    { type: 'divider' },
    ...(rest ? [{ type: 'context' as const, elements: [plain(rest, maxLine)] }] : []),
    { type: 'context', elements: [plain(tellReceipt(digest.receipt, digest.stories.length), maxLine)] },
  ];
  return { text: renderDigestWords(digest, budget), blocks };
}

/** The shares of title, why, changed and sides add up to the room; what they leave is the summary's. */
function renderStory(story: DigestStory, perStory: number): SlackBlock {
  const url = chooseLink(story, Math.min(maxSection, Math.floor(perStory / 2)));
  const tag = ` [${nameKind(story)}]\n`;
  const room = Math.min(maxSection, perStory - url.length) - tag.length - '\n\nChanged: \n'.length;
  const title = truncate(nameTitle(story), Math.min(200, Math.floor(room * 0.35)));
  const why = truncate(stripUnseen(story.why), Math.min(240, Math.floor(room * 0.2)));
  const changed = truncate(stripUnseen(story.changed ?? ''), Math.min(160, Math.floor(room * 0.12)));
  const sides = tellSides(story, '\n', Math.floor(room * 0.33), truncate);
  const left = room - title.length - why.length - changed.length - sides.length;
  const summary = left > 60 ? truncate(stripUnseen(story.summary), left) : '';
  const elements: RichTextElement[] = [
    url
      ? { type: 'link', url, text: title, style: { bold: true } }
      : { type: 'text', text: title, style: { bold: true } },
    { type: 'text', text: summary ? `${tag}${summary}\n` : tag },
    ...(why ? [{ type: 'text' as const, text: why, style: { italic: true as const } }] : []),
    ...(changed ? [{ type: 'text' as const, text: `\nChanged: ${changed}` }] : []),
    ...(sides ? [{ type: 'text' as const, text: `\n${sides}` }] : []),
  ];
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** The article that gave the headline, else the first with an address that may be linked and fits; '' where there is none. */
function chooseLink({ title, articles }: DigestStory, longest: number): string {
  const urls = articles
    .toSorted((a, b) => Number(b.title === title) - Number(a.title === title))
    .map(({ url }) => safeHref(url));
  return urls.find((url) => url !== '' && url.length <= longest) ?? '';
}

function plain(text: string, limit: number): { type: 'plain_text'; text: string; emoji: false } {
  return { type: 'plain_text', text: truncate(text, limit), emoji: false };
}
