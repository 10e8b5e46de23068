import { identify, type Publisher } from '../../article.ts';
import { isMuted, type Subscription } from '../../digest/subscription.ts';
import { FaultlineError } from '../../errors.ts';
import { authorizeChannel } from '../../jobs/authorize.ts';
import { muteSource } from '../../jobs/subscribe.ts';
import { actionIds, type StoryChoice } from '../../render/actions.ts';
import { actions, bold, button, paragraph, richText, words } from '../../render/blocks.ts';
import { cleanLine } from '../../render/clean-texts.ts';
import { fitMessage } from '../../render/fit-blocks.ts';
import { namePublisher } from '../../render/words.ts';
import { listPublishers } from '../../stories/describe.ts';
import type { Modal } from '../modal.ts';
import type { SlackServices } from '../services.ts';
import type { Asker } from '../task.ts';
import { choiceField, writeModal } from './fields.ts';
import { isChoiceOf, loadReports, readChoiceOf } from './reports.ts';
import { readChosen } from './values.ts';

const id = 'mute-source';
const fields = { publisher: 'publisher', subscription: 'subscription' } as const;
const maxName = 200;

/** Keeps a source out of what a channel is told. */
export const muteSourceModal: Modal = {
  id,

  isOpenedBy: (action, value) => action === actionIds.storyMenu && isChoiceOf('mute', value),

  async open({ asker, value }, services) {
    const choice = readChoiceOf(value);
    const subscriptions = await findSubscriptions(asker, choice, services);
    const [first] = subscriptions;
    if (!first) throw new FaultlineError('nothing-to-mute');
    await authorizeChannel(services.directory, asker, first.channel);
    const publishers = await listVoices(asker.team, choice.storyId, services);
    const heard = publishers.filter((publisher) => !subscriptions.every((one) => isMuted(one, publisher)));
    if (heard.length === 0) throw new FaultlineError('all-muted');
    return writeModal({
      id,
      title: 'Mute a source',
      submit: 'Mute',
      metadata: { storyId: choice.storyId },
      blocks: [
        choiceField(
          fields.publisher,
          'Which source',
          heard.map((publisher) => ({ id: identify(publisher.name), title: namePublisher(publisher) })),
          { hint: 'Its reports stay in the receipt, as muted. Edit the subscription to hear it again.' },
        ),
        choiceField(
          fields.subscription,
          'In which subscription',
          subscriptions.map(({ id: one, query, cadence }) => ({
            id: one,
            title: query || 'everything',
            detail: cadence,
          })),
          { value: first.id },
        ),
      ],
    });
  },

  async check({ values }) {
    return readChosen(values, fields.publisher) ? {} : { [fields.publisher]: 'Choose a source.' };
  },

  async submit({ asker, metadata, values }, services) {
    const { storyId } = JSON.parse(metadata) as { storyId: string };
    const chosen = readChosen(values, fields.publisher);
    const publisher = (await listVoices(asker.team, storyId, services)).find(({ name }) => identify(name) === chosen);
    const subscriptionId = readChosen(values, fields.subscription);
    if (!publisher || !subscriptionId) throw new FaultlineError('nothing-to-mute');
    const { channel } = await muteSource(services, asker, subscriptionId, publisher.name);
    return fitMessage(() => [
      ...richText(
        paragraph([
          words('Muted '),
          bold(cleanLine(publisher.name, maxName)),
          words(' in '),
          { type: 'channel', channel_id: channel },
          words(' from the next digest on.'),
        ]),
      ),
      actions(button('Edit the subscription', actionIds.editSubscription, subscriptionId)),
    ]);
  },
};

async function listVoices(team: string, storyId: string, services: SlackServices): Promise<Publisher[]> {
  return listPublishers(await loadReports(team, storyId, services));
}

/** That of the digest in which the story stands; those of the channel where it stands in none. */
async function findSubscriptions(
  { team, channel }: Asker,
  { digestId }: StoryChoice,
  { store }: SlackServices,
): Promise<Subscription[]> {
  const digest = digestId ? await store.digests.get(digestId) : undefined;
  const behind = digest && (await store.subscriptions.get(digest.subscriptionId));
  if (behind?.team === team) return [behind];
  return channel ? (await store.subscriptions.list(team, channel)).items : [];
}
