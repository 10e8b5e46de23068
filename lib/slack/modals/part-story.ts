import { FaultlineError } from '../../errors.ts';
import { partArticles } from '../../jobs/mend-story.ts';
import { actionIds } from '../../render/actions.ts';
import { section } from '../../render/blocks.ts';
import { countOf } from '../../render/words.ts';
import { renderNote } from '../answers/notes.ts';
import type { Modal } from '../modal.ts';
import { choicesField, writeModal } from './fields.ts';
import { chooseReports, isChoiceOf, loadReports, readChoiceOf } from './reports.ts';
import { readAllChosen } from './values.ts';

const id = 'part-story';
const reports = 'reports';

/** Takes reports out of a story to which they do not belong. */
export const partStoryModal: Modal = {
  id,

  isOpenedBy: (action, value) => action === actionIds.storyMenu && isChoiceOf('split', value),

  async open({ asker, value }, services) {
    const { storyId } = readChoiceOf(value);
    const articles = await loadReports(asker.team, storyId, services);
    if (articles.length < 2) throw new FaultlineError('story-of-one');
    return writeModal({
      id,
      title: 'Not the same story',
      submit: 'Take out',
      metadata: { total: articles.length },
      blocks: [
        section('Each report that you choose becomes a story of its own, for this workspace.'),
        choicesField(reports, 'Reports that do not belong', chooseReports(articles)),
      ],
    });
  },

  async check({ metadata, values }) {
    const { total } = JSON.parse(metadata) as { total: number };
    const chosen = readAllChosen(values, reports);
    if (chosen.length === 0) return { [reports]: 'Choose at least one.' };
    return chosen.length >= total ? { [reports]: 'Leave at least one: the story is what remains.' } : {};
  },

  async submit({ asker, values }, services) {
    const chosen = readAllChosen(values, reports);
    await partArticles(services, asker, chosen);
    return renderNote(
      `Took ${countOf(chosen.length, 'report')} out of the story for this workspace. What is shown and sent from now on has it so; what was posted stays as it was.`,
    );
  },
};
