import type { WebClient } from '@slack/web-api';
import { authorizeFeeds } from '../../jobs/authorize.ts';
import { importFeeds } from '../../jobs/tune-feeds.ts';
import { actionIds } from '../../render/actions.ts';
import { button } from '../../render/blocks.ts';
import { countOf } from '../../render/words.ts';
import { renderNote } from '../answers/notes.ts';
import { downloadText } from '../download-file.ts';
import { explainAtField } from '../failure.ts';
import type { Modal, Submission } from '../modal.ts';
import type { SlackServices } from '../services.ts';
import { fileField, textField, writeModal } from './fields.ts';
import { readFiles, readText } from './values.ts';

const id = 'import-feeds';
const fields = { file: 'file', text: 'text' } as const;
const extensions = ['opml', 'xml', 'txt'] as const;

/** Adds the feeds of an OPML list. */
export const importFeedsModal: Modal = {
  id,

  isOpenedBy: (action) => action === actionIds.importFeeds,

  async open({ asker }, { store, directory, client }) {
    await authorizeFeeds(store, directory, asker);
    const mayRead = await mayReadFiles(await client(asker.team));
    return writeModal({
      id,
      title: 'Import feeds',
      submit: 'Import',
      blocks: [
        mayRead
          ? fileField(fields.file, 'OPML file', extensions, {
              hint: 'As any feed reader writes it. Feeds that are in the list already stay as they are.',
            })
          : textField(fields.text, 'OPML', {
              multiline: true,
              placeholder: '<opml version="2.0">…',
              hint: 'Faultline may not read files in this workspace (files:read), so paste the list, in parts of 3,000 characters.',
            }),
      ],
    });
  },

  async check({ asker, values }, { store, directory, log }) {
    const field = fields.file in values ? fields.file : fields.text;
    const isEmpty = readFiles(values, fields.file).length === 0 && !readText(values, fields.text);
    if (isEmpty) return { [field]: 'There is nothing to import.' };
    try {
      await authorizeFeeds(store, directory, asker);
    } catch (error) {
      return { [field]: explainAtField(error, log) };
    }
    return {};
  },

  async submit(submission, services) {
    const { text, name } = await readList(submission, services);
    const { added, known, refused } = await importFeeds(services, submission.asker, text, name);
    const left =
      refused > 0 ? `, ${countOf(refused, 'address', 'addresses')} refused: only public ones are fetched` : '';
    return renderNote(
      `Imported: ${countOf(added, 'feed')} added, ${known} known already${left}.`,
      button('Feeds', actionIds.listFeeds),
    );
  },
};

async function readList(
  { asker, values }: Submission,
  { client }: SlackServices,
): Promise<{ text: string; name: string }> {
  const [file] = readFiles(values, fields.file);
  if (!file) return { text: readText(values, fields.text), name: 'as pasted' };
  return { text: await downloadText(await client(asker.team), file), name: file.name };
}

/**
 * Slack opens no modal with a `file_input` for an app without `files:read`; what an app was granted stands in the header of every answer.
 * @see https://docs.slack.dev/reference/methods/auth.test
 */
async function mayReadFiles(client: WebClient): Promise<boolean> {
  const { response_metadata } = await client.auth.test();
  return response_metadata?.scopes?.includes('files:read') ?? false;
}
