import type { ModalView } from '@slack/types';
import type { Article } from '../../article.ts';
import { FaultlineError } from '../../errors.ts';
import { mendLabels, tellLabels } from '../../jobs/mend-story.ts';
import { actionIds } from '../../render/actions.ts';
import { linked, paragraph, richText, words } from '../../render/blocks.ts';
import { cleanLine } from '../../render/clean-texts.ts';
import { safeHref } from '../../render/escape.ts';
import { namePublisher, nameTime, nameTitle } from '../../render/words.ts';
import { type Sector, sectorIds, type Topic, topics, type Viewpoint, viewpointIds } from '../../taxonomy.ts';
import { renderNote } from '../answers/notes.ts';
import type { Modal, Submission } from '../modal.ts';
import { choiceField, choicesField, writeModal } from './fields.ts';
import { sectorChoices, topicChoices, viewpointChoices } from './label-choices.ts';
import { chooseReports, isChoiceOf, loadReports, readChoiceOf } from './reports.ts';
import { readChoice, readChoices, readChosen, type Values } from './values.ts';

interface Labels {
  topic: Topic;
  sectors: Sector[];
  viewpoints: Viewpoint[];
}

interface Kept {
  storyId: string;
  /** The report whose labels the modal shows, and what they were. */
  articleId: string;
  labels: Labels;
}

const id = 'fix-labels';
const report = 'report';
const maxTitle = 300;
const maxLink = 3_000;

/** Says what a report of a story is about, instead of what the classifier said. */
export const fixLabelsModal: Modal = {
  id,

  isOpenedBy: (action, value) => action === actionIds.storyMenu && isChoiceOf('fix', value),

  async open({ asker, value }, services) {
    const { storyId } = readChoiceOf(value);
    return draw(storyId, await loadReports(asker.team, storyId, services), undefined);
  },

  async check({ metadata, values }) {
    const { articleId, labels } = readKept(metadata);
    // The labels of another report are on their way.
    if (readChosen(values, report) !== articleId)
      return { [report]: 'Wait till the labels of this report are shown, then save.' };
    const { topic } = fieldsOf(articleId);
    return Object.keys(findChanges(labels, readLabels(values, articleId))).length === 0
      ? { [topic]: 'Nothing is different yet: change what is wrong.' }
      : {};
  },

  async submit({ asker, metadata, values }, services) {
    const { articleId, labels } = readKept(metadata);
    const changes = findChanges(labels, readLabels(values, articleId));
    await mendLabels(services, asker, articleId, changes);
    return renderNote(
      `Corrected for this workspace: ${tellLabels(changes)}. What is shown and sent from now on has it so; what was posted stays as it was.`,
    );
  },

  async change({ asker, metadata, values }: Submission, { action }, services) {
    if (action !== report) return undefined;
    const { storyId } = readKept(metadata);
    return draw(storyId, await loadReports(asker.team, storyId, services), readChosen(values, report));
  },
};

function readKept(metadata: string): Kept {
  return JSON.parse(metadata) as Kept;
}

/** Slack keeps what stands in fields whose names stay: those of another report need other names. */
function fieldsOf(articleId: string): Record<keyof Labels, string> {
  return { topic: `topic-${articleId}`, sectors: `sectors-${articleId}`, viewpoints: `viewpoints-${articleId}` };
}

/** @param chosen the report whose labels are shown, the newest if none is named */
function draw(storyId: string, articles: readonly Article[], chosen: string | undefined): ModalView {
  const article = articles.find((one) => one.id === chosen) ?? articles[0];
  if (!article) throw new FaultlineError('story-unknown', { story: storyId });
  const labels = listLabels(article);
  const names = fieldsOf(article.id);
  const kept: Kept = { storyId, articleId: article.id, labels };
  return writeModal({
    id,
    title: 'Fix labels',
    submit: 'Save',
    metadata: { ...kept },
    blocks: [
      choiceField(report, 'Which report', chooseReports(articles), { value: article.id, dispatches: true }),
      ...showReport(article),
      choiceField(names.topic, 'Topic', topicChoices, { value: labels.topic }),
      choicesField(names.sectors, 'Sectors that are hit', sectorChoices, {
        value: labels.sectors,
        optional: true,
        hint: 'Leave it empty if none is. Out of scope, there are no labels.',
      }),
      choicesField(names.viewpoints, 'Viewpoints that it takes', viewpointChoices, {
        value: labels.viewpoints,
        optional: true,
      }),
    ],
  });
}

function showReport(article: Article): ReturnType<typeof richText> {
  const url = safeHref(article.url);
  return richText(
    paragraph(
      [linked(cleanLine(nameTitle(article), maxTitle), url.length <= maxLink ? url : '', { bold: true })],
      [words(`${cleanLine(namePublisher(article.publisher), maxTitle)}, ${nameTime(article.publishedAt)}`)],
    ),
  );
}

function listLabels({ topic, sectors, viewpoints }: Article): Labels {
  const ids = <Id extends string>(all: readonly Id[], labels: readonly { id: Id }[]): Id[] =>
    all.filter((one) => labels.some((label) => label.id === one));
  return { topic, sectors: ids(sectorIds, sectors), viewpoints: ids(viewpointIds, viewpoints) };
}

function readLabels(values: Values, articleId: string): Labels {
  const names = fieldsOf(articleId);
  const topic = readChoice(values, names.topic, topics) ?? 'other';
  // Out of scope there are no labels.
  if (topic === 'other') return { topic, sectors: [], viewpoints: [] };
  return {
    topic,
    sectors: readChoices(values, names.sectors, sectorIds),
    viewpoints: readChoices(values, names.viewpoints, viewpointIds),
  };
}

function findChanges(before: Labels, after: Labels): Partial<Labels> {
  const differ = (a: readonly string[], b: readonly string[]): boolean => a.join() !== b.join();
  return {
    ...(after.topic === before.topic ? {} : { topic: after.topic }),
    ...(differ(after.sectors, before.sectors) ? { sectors: after.sectors } : {}),
    ...(differ(after.viewpoints, before.viewpoints) ? { viewpoints: after.viewpoints } : {}),
  };
}
