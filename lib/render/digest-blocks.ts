import type { Digest, DigestStory } from '../digest/digest.ts';
import { tellReceipt } from '../digest/tell.ts';
import { truncate } from '../text.ts';
import { type Sector, sectors, viewpoints } from '../taxonomy.ts';
import { safeHref } from './escape.ts';
import { listSidePublishers, namePeriod } from './words.ts';

/** A Slack message: `text` is the whole digest in words, for screen readers and notifications. */
export interface SlackMessage {
  text: string;
  blocks: SlackBlock[];
}

type RichTextElement =
  | { type: 'text'; text: string; style?: { bold?: true; italic?: true } }
  | { type: 'link'; url: string; text: string; style?: { bold?: true } };

export type SlackBlock =
  | { type: 'header'; text: { type: 'plain_text'; text: string; emoji: false } }
  | { type: 'rich_text'; elements: { type: 'rich_text_section'; elements: RichTextElement[] }[] }
  | { type: 'context'; elements: { type: 'plain_text'; text: string; emoji: false }[] }
  | { type: 'divider' };

/**
 * Characters of block text in all. Slack's pages name no limit, but `chat.postMessage` refuses somewhere above 11,000
 * (`msg_blocks_too_long`).
 */
const budget = 10_000;
/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
const maxHeader = 150;
const maxTitle = 200;
const maxWhy = 240;
const maxChanged = 160;

/**
 * The digest as one quiet Slack message. Text of feeds stands in `rich_text` and `plain_text` only, which Slack shows as it is: it
 * can neither ping anybody nor hide a link. Summaries give way first where the budget would not hold.
 */
export function renderDigestBlocks(digest: Digest): SlackMessage {
  const frame = 600;
  const perStory = Math.floor((budget - frame) / Math.max(1, digest.stories.length));
  const blocks: SlackBlock[] = [
    { type: 'header', text: plain(truncate(`Faultline: ${namePeriod(digest)}`, maxHeader)) },
    { type: 'context', elements: [plain(truncate(tellCounts(digest), 300))] },
  ];
  for (const story of digest.stories) blocks.push({ type: 'divider' }, renderStory(story, perStory));
  blocks.push({ type: 'divider' }, { type: 'context', elements: [plain(tellReceipt(digest.receipt, digest.stories.length))] });
  return { text: renderWords(digest), blocks };
}

function renderStory(story: DigestStory, room: number): SlackBlock {
  const url = safeHref(story.articles.find((article) => article.title === story.title)?.url ?? story.articles[0]?.url ?? '');
  const title = truncate(story.title, maxTitle);
  const tag = ` [${[story.topic, story.state].filter(Boolean).join(', ')}]\n`;
  const why = truncate(story.why, maxWhy);
  const changed = story.changed ? `\nChanged: ${truncate(story.changed, maxChanged)}` : '';
  const sides = truncate(tellSides(story), Math.max(0, Math.floor(room / 3)));
  const left = room - title.length - tag.length - why.length - changed.length - sides.length - 4;
  const summary = left > 60 ? `${truncate(story.summary, left)}\n` : '';
  const heading: RichTextElement = url
    ? { type: 'link', url, text: title, style: { bold: true } }
    : { type: 'text', text: title, style: { bold: true } };
  const elements: RichTextElement[] = [heading, { type: 'text', text: tag }];
  if (summary) elements.push({ type: 'text', text: summary });
  elements.push({ type: 'text', text: why, style: { italic: true } });
  if (changed) elements.push({ type: 'text', text: changed });
  if (sides) elements.push({ type: 'text', text: `\n${sides}` });
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

function tellSides({ viewpoints: sides }: DigestStory): string {
  return sides.map((side) => `${viewpoints[side.id].title}: ${listSidePublishers(side, 2)}`).join('\n');
}

/** Stories by sector, commonest first. */
function tellCounts({ stories }: Digest): string {
  const counts = new Map<Sector, number>();
  for (const story of stories) for (const { id } of story.sectors) counts.set(id, (counts.get(id) ?? 0) + 1);
  const named = [...counts].sort((a, b) => b[1] - a[1]).map(([id, count]) => `${sectors[id].title} ${count}`);
  const total = `${stories.length} ${stories.length === 1 ? 'story' : 'stories'}`;
  return named.length > 0 ? `${total}. By sector: ${named.join(', ')}` : total;
}

/** The digest as one text. `<`, `>` and `&` are escaped: in the top-level `text` Slack reads them as markup. */
function renderWords(digest: Digest): string {
  const stories = digest.stories.map((story, i) => {
    const parts = [`${i + 1}. ${story.title} (${[story.topic, story.state].filter(Boolean).join(', ')}).`, story.summary, `${story.why}.`];
    if (story.changed) parts.push(`Changed: ${story.changed}.`);
    if (story.viewpoints.length > 0) parts.push(`Sides: ${tellSides(story).replaceAll('\n', '; ')}.`);
    return parts.filter(Boolean).join(' ');
  });
  const words = [`Faultline: ${namePeriod(digest)}. ${tellCounts(digest)}.`, ...stories, `${tellReceipt(digest.receipt, digest.stories.length)}.`];
  return truncate(words.join('\n'), budget).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function plain(text: string): { type: 'plain_text'; text: string; emoji: false } {
  return { type: 'plain_text', text, emoji: false };
}
