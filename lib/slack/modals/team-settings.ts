import { authorizeAdmin } from '../../jobs/authorize.ts';
import type { TeamSettings } from '../../jobs/ports.ts';
import { changeTeamSettings, loadTeamSettings, tellSettings } from '../../jobs/team-settings.ts';
import { actionIds } from '../../render/actions.ts';
import { renderNote } from '../answers/notes.ts';
import { explainAtField } from '../failure.ts';
import type { Modal } from '../modal.ts';
import { radioField, usersField, writeModal } from './fields.ts';
import { readChoice, readUsers, type Values } from './values.ts';

const id = 'team-settings';
const fields = { who: 'who', tuners: 'tuners', whenUnsure: 'whenUnsure' } as const;
const whoIds = ['named', 'everyone'] as const;
const unsureIds = ['ask', 'repeat'] as const;

/** Lets admins decide who may tune feeds, and what becomes of a message that may have arrived. */
export const teamSettingsModal: Modal = {
  id,

  isOpenedBy: (action) => action === actionIds.teamSettings,

  async open({ asker }, { store, directory }) {
    await authorizeAdmin(directory, asker);
    const { feedTuners, whenUnsure } = await loadTeamSettings(store, asker.team);
    const isEveryone = feedTuners === 'everyone';
    return writeModal({
      id,
      title: 'Workspace settings',
      submit: 'Save',
      blocks: [
        radioField(
          fields.who,
          'Who may change the feed list',
          [
            { id: 'named', title: 'Admins, the installer, and whom you name' },
            { id: 'everyone', title: 'Everyone in the workspace' },
          ],
          { value: isEveryone ? 'everyone' : 'named' },
        ),
        usersField(fields.tuners, 'Named beside the admins', { value: isEveryone ? [] : feedTuners, optional: true }),
        radioField(
          fields.whenUnsure,
          'Where Slack did not say whether a message arrived',
          [
            { id: 'ask', title: 'Ask the maker of the subscription', detail: 'nothing is ever posted twice' },
            { id: 'repeat', title: 'Post it again', detail: 'its first line says that it may be a repeat' },
          ],
          { value: whenUnsure },
        ),
      ],
    });
  },

  async check({ asker }, { directory, log }) {
    try {
      await authorizeAdmin(directory, asker);
    } catch (error) {
      return { [fields.who]: explainAtField(error, log) };
    }
    return {};
  },

  async submit({ asker, values }, services) {
    const settings = await changeTeamSettings(services, asker, readSettings(values));
    return renderNote(`Saved: ${tellSettings(settings)}.`);
  },
};

function readSettings(values: Values): Pick<TeamSettings, 'feedTuners' | 'whenUnsure'> {
  return {
    feedTuners: readChoice(values, fields.who, whoIds) === 'everyone' ? 'everyone' : readUsers(values, fields.tuners),
    whenUnsure: readChoice(values, fields.whenUnsure, unsureIds) ?? 'ask',
  };
}
