import type { ModalView } from '@slack/types';
import { authorizeChannel } from '../../jobs/authorize.ts';
import { changeSubscription, createSubscription, findSubscription } from '../../jobs/subscribe.ts';
import { actionIds } from '../../render/actions.ts';
import { requireApp } from '../channel-access.ts';
import { explainAtField } from '../failure.ts';
import type { Modal, Opening, Submission } from '../modal.ts';
import { loadTimezone } from '../profile.ts';
import type { SlackServices } from '../services.ts';
import { tellSubscribed } from '../tell-subscribed.ts';
import { brokenRehearsal, pendingRehearsal, runRehearsal } from './rehearsal.ts';
import {
  beginForm,
  type FieldName,
  judgeForm,
  readForm,
  type SubscriptionForm,
  showForm,
} from './subscription-form.ts';
import { rehearseAction, subscriptionModalId, writeSubscriptionModal } from './subscription-view.ts';

interface Kept {
  /** The subscription that is edited; absent for a new one. */
  id?: string;
}

/** Writes a new subscription, or changes one. */
export const subscriptionModal: Modal = {
  id: subscriptionModalId,

  isOpenedBy: (action) => action === actionIds.subscribe || action === actionIds.editSubscription,

  async open(opening, services) {
    const isNew = opening.action === actionIds.subscribe;
    const form = isNew ? await beginFor(opening, services) : await showFor(opening, opening.value, services);
    return draw(form, isNew ? {} : { id: opening.value }, pendingRehearsal);
  },

  async check(submission, services) {
    const { asker } = submission;
    const judged = judgeForm(await readFilledIn(submission, services));
    if ('errors' in judged) return judged.errors;
    const { channel } = judged.wish;
    const field: FieldName = 'channel';
    try {
      const client = await services.client(asker.team);
      await Promise.all([authorizeChannel(services.directory, asker, channel), requireApp(client, channel)]);
    } catch (error) {
      return { [field]: explainAtField(error, services.log) };
    }
    return {};
  },

  async submit(submission, services) {
    const { asker, metadata } = submission;
    const { id } = readKept(metadata);
    const judged = judgeForm(await readFilledIn(submission, services));
    if ('errors' in judged) return undefined;
    const subscription = id
      ? await changeSubscription(services, asker, id, judged.wish)
      : await createSubscription(services, asker, judged.wish);
    return tellSubscribed(subscription, id ? 'changed' : 'made', services.now());
  },

  async change(submission, { action }, services) {
    const cadence: FieldName = 'cadence';
    if (action !== '' && action !== rehearseAction && action !== cadence) return undefined;
    const form = await readFilledIn(submission, services);
    // What it would have sent does not hang on the channel.
    const judged = judgeForm({ ...form, channel: form.channel ?? 'any' });
    const rehearsal =
      'errors' in judged ? brokenRehearsal : await runRehearsal(submission.asker.team, judged.wish, services);
    return draw(form, readKept(submission.metadata), rehearsal);
  },
};

function draw(form: SubscriptionForm, kept: Kept, rehearsal: Parameters<typeof writeSubscriptionModal>[1]): ModalView {
  return writeSubscriptionModal(form, rehearsal, { isNew: kept.id === undefined, metadata: { ...kept } });
}

function readKept(metadata: string): Kept {
  return JSON.parse(metadata) as Kept;
}

async function beginFor({ asker, value: query }: Opening, services: SlackServices): Promise<SubscriptionForm> {
  const timezone = await loadTimezone(asker, services);
  // Direct messages begin with D; nobody subscribes those.
  const channel = asker.channel && /^[CG]/.test(asker.channel) ? asker.channel : undefined;
  return beginForm(query, timezone, channel);
}

/**
 * @throws FaultlineError `subscription-unknown` or `not-a-member`
 */
async function showFor(
  { asker }: Pick<Submission, 'asker'>,
  id: string,
  { store, directory }: SlackServices,
): Promise<SubscriptionForm> {
  const subscription = await findSubscription(store, asker, id);
  await authorizeChannel(directory, asker, subscription.channel);
  return showForm(subscription);
}

async function readFilledIn(submission: Submission, services: SlackServices): Promise<SubscriptionForm> {
  const { id } = readKept(submission.metadata);
  const before = id ? await showFor(submission, id, services) : beginForm('', 'UTC', undefined);
  return readForm(submission.values, before);
}
