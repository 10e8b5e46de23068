import type { KnownBlock } from '@slack/types';
import type { Article, Label } from '../article.ts';
import { listContested, tellWholeStory } from '../digest/compile.ts';
import type { DigestSide } from '../digest/digest.ts';
import { tellWhy } from '../digest/tell.ts';
import type { Story, StoryLabel } from '../stories/story.ts';
import { sectors, viewpoints } from '../taxonomy.ts';
import { truncate } from '../text.ts';
import { actionIds } from './actions.ts';
import {
  actions,
  bold,
  bullets,
  button,
  code,
  context,
  divider,
  header,
  type Line,
  linked,
  paragraph,
  richText,
  type SlackMessage,
  section,
  words,
} from './blocks.ts';
import { cleanLine, cleanTexts } from './clean-texts.ts';
import { renderStoryBody } from './details-blocks.ts';
import { safeHref } from './escape.ts';
import { fitMessage } from './fit-blocks.ts';
import { chooseLink, quoteWords } from './story-lines.ts';
import { renderStoryHead } from './story-menu.ts';
import type { ToldStory } from './story-text.ts';
import {
  countOf,
  listWithin,
  nameContest,
  nameKind,
  namePublisher,
  nameScore,
  nameTime,
  nameTitle,
  tellMissing,
} from './words.ts';

const maxListed = 10;
/** Of a button: https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const maxValue = 2_000;
const maxExplained = 5;
const maxQuery = 200;

/** Stories that a query found, with a button each to open it. */
export function renderStoryListBlocks(stories: readonly Story[], query: string): SlackMessage {
  const shown = stories.slice(0, maxListed).map(cleanTexts);
  const more = stories.length - shown.length;
  const asked = cleanLine(query, maxQuery) || 'everything';
  const carries = query.length <= maxValue;
  return fitMessage((room) => [
    header(shown.length > 0 ? 'Latest stories' : 'No story matches'),
    context(`Query: ${asked}`, ...(more > 0 ? [`${more} more match`] : [])),
    ...shown.flatMap((story, i) => [divider, ...renderListed(story, i + 1, Math.floor(room / maxListed))]),
    ...(shown.length > 0 ? [divider] : []),
    actions(
      ...(carries ? [button('Subscribe to this', actionIds.subscribe, query)] : []),
      ...(carries && shown.length > 0 ? [button('Trends', actionIds.trends, query)] : []),
      ...(query && shown.length === 0 ? [button('Latest of everything', actionIds.latest)] : []),
      button('Help', actionIds.help),
    ),
  ]);
}

function renderListed(story: Story, number: number, room: number): KnownBlock[] {
  const reported = nameTime(story.reportedAt);
  return [
    section(`${number}. ${nameKind(story)}, last report ${reported}`, button('Open', actionIds.showStory, story.id)),
    ...richText(
      paragraph(
        [bold(truncate(nameTitle(story), Math.floor(room * 0.4)))],
        [words(tellWhy(story), { italic: true }), words('  '), code(story.id)],
      ),
    ),
  ];
}

/** One story told in full, and who has said nothing of it. */
export function renderStoryBlocks({ story, articles, missing }: ToldStory): SlackMessage {
  const told = cleanTexts(tellWholeStory(story, articles));
  const seen = `first seen ${nameTime(story.firstSeenAt)}, last report ${nameTime(story.reportedAt)}`;
  return fitMessage((room) => [
    renderStoryHead(`${nameKind(told)}, ${seen}`, story.id),
    ...renderStoryBody(told, room),
    ...richText(paragraph([bold('Who is missing')], ...tellMissing(missing).map((line) => [words(line)]))),
    actions(button('Sides', actionIds.showSides, story.id)),
  ]);
}

/** One story viewpoint by viewpoint, each voice with its own words; what is contested, and who is missing. */
export function renderSidesBlocks({ story, articles, sides, missing }: ToldStory): SlackMessage {
  const clean = cleanTexts({ title: story.title, sides, articles });
  const counts = `${countOf(sides.length, 'side')}, ${countOf(story.independentPublishers, 'independent source')}`;
  const contested = listContested(sides).map(nameContest).join(' · ');
  return fitMessage((room) => [
    renderStoryHead(`${nameKind(story)}, ${counts}`, story.id),
    ...richText(
      paragraph(
        [linked(truncate(nameTitle(clean), Math.floor(room * 0.04)), chooseLink(clean, room * 0.1), { bold: true })],
        contested ? [bold('Contested: '), words(contested)] : [],
        sides.length === 0 ? [words('No article of this story takes a position.')] : [],
      ),
    ),
    ...clean.sides.flatMap((side) => renderSide(side, clean.articles, Math.floor((room * 0.75) / sides.length))),
    ...richText(paragraph([bold('Who is missing')], ...tellMissing(missing).map((line) => [words(line)]))),
    actions(button('Whole story', actionIds.showStory, story.id)),
  ]);
}

function renderSide(side: DigestSide, articles: readonly Article[], room: number): KnownBlock[] {
  const { title, position } = viewpoints[side.id];
  const shown = side.publishers.slice(0, Math.max(1, Math.min(8, Math.floor(room / 250))));
  const more = side.publishers.length - shown.length;
  const each = Math.floor((room - title.length - position.length) / Math.max(1, shown.length));
  const own = articles.filter(({ id }) => side.articles.includes(id));
  return richText(
    paragraph([bold(title), words(`: ${position}`)]),
    bullets([
      ...shown.map((publisher) => {
        const voice = truncate(namePublisher(publisher), Math.floor(each * 0.3));
        const article = own.find((one) => one.publisher.name === publisher.name);
        return [bold(voice), ...(article ? quoteArticle(article, side.id, each - voice.length - 4) : [])];
      }),
      more > 0 ? [words(countOf(more, 'more voice'))] : [],
    ]),
  );
}

/** The words that decided, then the headline that they come from. */
function quoteArticle(article: Article, side: DigestSide['id'], room: number): Line {
  const href = safeHref(article.url);
  const url = href.length <= room * 0.6 ? href : '';
  const left = room - url.length;
  const evidence = article.viewpoints.find(({ id }) => id === side)?.evidence ?? [];
  const quotes = quoteWords(evidence, Math.floor(left * 0.45));
  return [
    words(quotes ? `: ${quotes} in ` : ': '),
    linked(truncate(nameTitle(article), Math.max(10, Math.min(160, left - quotes.length))), url),
  ];
}

/** Why a story has its labels: how sure each is and the words that decided, then article by article for the first few. */
export function renderWhyBlocks(story: Story, articles: readonly Article[]): SlackMessage {
  const clean = cleanTexts({ title: story.title, articles });
  const top = clean.articles.toSorted((a, b) => countLabels(b) - countLabels(a)).slice(0, maxExplained);
  const topic = clean.articles.filter((article) => article.topic === story.topic);
  const surest = Math.max(0, ...topic.map(({ topicScore }) => topicScore));
  const labels = story.sectors.length + story.viewpoints.length;
  return fitMessage((room) => {
    const each = Math.floor((room * 0.45) / Math.max(1, labels));
    const explain = (
      title: string,
      { score, articles: { length } }: StoryLabel<string>,
      own: readonly Label[],
    ): Line => {
      const facts = `: ${nameScore(score)}, ${countOf(length, 'article')}`;
      const quotes = quoteWords(commonestWords(own), each - title.length - facts.length);
      return [bold(title), words(quotes ? `${facts}: ${quotes}` : facts)];
    };
    const hits = story.sectors.map((label) =>
      explain(
        sectors[label.id].title,
        label,
        findLabels(
          clean.articles.flatMap((one) => one.sectors),
          label.id,
        ),
      ),
    );
    const sides = story.viewpoints.map((label) =>
      explain(
        viewpoints[label.id].title,
        label,
        findLabels(
          clean.articles.flatMap((one) => one.viewpoints),
          label.id,
        ),
      ),
    );
    return [
      renderStoryHead(`Why these labels? ${nameKind(story)}`, story.id),
      ...richText(
        paragraph(
          [bold(truncate(nameTitle(clean), Math.floor(room * 0.04)))],
          [bold('Topic: '), words(`${story.topic}, ${nameScore(surest)}, ${countOf(topic.length, 'article')}`)],
        ),
      ),
      ...(hits.length > 0 ? richText(paragraph([bold('Who is hit')]), bullets(hits)) : []),
      ...(sides.length > 0 ? richText(paragraph([bold('Sides')]), bullets(sides)) : []),
      ...richText(
        paragraph([bold('Article by article')]),
        bullets(top.map((article) => explainArticle(article, Math.floor((room * 0.35) / maxExplained)))),
      ),
      context(
        'The figure is the chance that the label is right, and the quoted words are those that decided. Mend a label in the menu: Fix labels.',
      ),
    ];
  });
}

function countLabels({ sectors: hit, viewpoints: sides }: Article): number {
  return hit.length + sides.length;
}

function findLabels(labels: readonly Label[], id: string): Label[] {
  return labels.filter((label) => label.id === id);
}

/** The words that decided in most articles first. */
function commonestWords(labels: readonly Label[]): string[] {
  const counts = new Map<string, number>();
  for (const { evidence } of labels) for (const word of evidence) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word);
}

function explainArticle(article: Article, room: number): Line {
  const href = safeHref(article.url);
  const url = href.length <= room * 0.4 ? href : '';
  const left = room - url.length;
  const title = truncate(nameTitle(article), Math.min(160, Math.floor(left * 0.35)));
  const tell = (name: string, { score, evidence }: Label): string =>
    [`${name} ${nameScore(score)}`, quoteWords(evidence, 80)].filter(Boolean).join(' ');
  const labels = [
    `${article.topic} ${nameScore(article.topicScore)}`,
    ...article.sectors.map((label) => tell(sectors[label.id].title, label)),
    ...article.viewpoints.map((label) => tell(viewpoints[label.id].title, label)),
  ];
  return [linked(title, url), words(`\n${listWithin(labels, left - title.length, ' · ')}`)];
}
