import type { Alert } from '../digest/alert.ts';
import { truncate } from '../text.ts';
import { bold, context, header, paragraph, richText, type SlackMessage, words } from './blocks.ts';
import { cleanLine, cleanTexts } from './clean-texts.ts';
import { fitMessage } from './fit-blocks.ts';
import { tellSides } from './fit-story.ts';
import { listSources, tellFacts } from './story-lines.ts';
import { renderStoryHead } from './story-menu.ts';
import { countOf, nameKind, nameSpan, nameTime, nameTitle } from './words.ts';

const maxBecause = 200;
const maxChange = 300;
const maxSides = 400;
const namedSources = 5;

/**
 * The one message of an alert, kept short because it is read in a hurry: how it stands, why it was raised, and what is known. Once
 * the event is over its first words say so, and how long it ran.
 */
export function renderAlertBlocks(alert: Alert): SlackMessage {
  const story = cleanTexts(alert.story);
  const because = cleanLine(alert.because, maxBecause);
  const latest = story.articles.toSorted((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime());
  const changes = countOf(alert.history.length, 'change');
  const last = alert.history.at(-1);
  return fitMessage((room) => [
    header(`${tellStanding(alert)}: ${nameTitle(story)}`),
    renderStoryHead(nameKind(story), story.id),
    ...richText(
      paragraph(
        [bold('Raised because: '), words(because)],
        last ? [bold('Last change: '), words(`${cleanLine(last.change, maxChange)}, ${nameTime(last.at)}`)] : [],
        [words(truncate(story.summary, Math.floor(room * 0.1)))],
        ...tellFacts(story),
        story.viewpoints.length > 0 ? [bold('Sides: '), words(tellSides(story, ' · ', maxSides))] : [],
      ),
    ),
    ...richText(
      paragraph([bold(`Latest of ${countOf(latest.length, 'article')}`)]),
      listSources(latest.slice(0, namedSources), Math.floor(room * 0.3), latest),
    ),
    context(
      `Raised ${nameTime(alert.raisedAt)}, ${changes} since.`,
      alert.state === 'closed' ? 'Its history is in the thread.' : 'Kept up to date; its history is in the thread.',
    ),
  ]);
}

/** One line of an alert's history. */
export function renderChangeBlocks({ history }: Alert, index: number): SlackMessage {
  const change = history[index];
  if (!change) throw new Error(`an alert with ${history.length} changes has none at ${index}`);
  const line = words(`: ${cleanLine(change.change, maxChange)}`);
  return fitMessage(() => richText(paragraph([bold(nameTime(change.at)), line])));
}

/** How an alert stands, in its first words: "Alert", "Resolved after 5 hours", "Ended after 8 days". */
function tellStanding({ state, story, raisedAt, updatedAt, history }: Alert): string {
  const isResolved = story.state === 'resolved';
  if (!isResolved && state !== 'closed') return 'Alert';
  const began = Math.min(raisedAt.getTime(), ...story.articles.map(({ publishedAt }) => publishedAt.getTime()));
  // What is said of an event after it is over does not prolong it.
  const resolved = history.findLast(({ change }) => change.includes('→ resolved'))?.at ?? raisedAt;
  const ended = isResolved ? resolved : updatedAt;
  return `${isResolved ? 'Resolved' : 'Ended'} after ${nameSpan(Math.max(0, ended.getTime() - began))}`;
}
