import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { FaultlineError } from '../errors.ts';
import type { Modal, Opening } from './modal.ts';
import { collectValues } from './modals/values.ts';
import type { SlackServices } from './services.ts';
import type { Asker, Submission } from './task.ts';

/** What opens a modal, once and within three seconds; on top of another one where it was used in that. */
export interface Trigger {
  id: string;
  isOnTop: boolean;
}

/** Opens a modal, and has it drawn anew where it wants that. */
export async function openModal(
  modal: Modal,
  opening: Opening,
  trigger: Trigger,
  services: SlackServices,
): Promise<void> {
  const { asker } = opening;
  const view = await modal.open(opening, services);
  const { id: viewId, hash } = await showView(
    dressView(modal, view, asker),
    trigger,
    await services.client(asker.team),
  );
  if (!modal.change) return;
  const values = collectValues(view.blocks, {});
  const submission = { asker, viewId, metadata: view.private_metadata ?? '', values };
  await services.dispatch({ kind: 'changed', modal: modal.id, submission, element: { action: '', value: '' }, hash });
}

/**
 * @returns the id that Slack gave it, and the hash of the view as it is
 * @throws FaultlineError `too-slow` where the trigger's time is over
 */
export async function showView(
  view: ModalView,
  { id, isOnTop }: Trigger,
  client: WebClient,
): Promise<{ id: string; hash: string }> {
  try {
    const shown = await client.views[isOnTop ? 'push' : 'open']({ trigger_id: id, view });
    return { id: shown.view?.id ?? '', hash: shown.view?.hash ?? '' };
  } catch (error) {
    const isLate = error instanceof WebAPIPlatformError && error.data.error === 'expired_trigger_id';
    throw isLate ? new FaultlineError('too-slow', {}, error) : error;
  }
}

/** The view as Slack gets it: with the modal's id, and the channel where it was opened kept beside the modal's own metadata. */
export function dressView(modal: Pick<Modal, 'id'>, view: ModalView, { channel }: Asker): ModalView {
  const kept = JSON.stringify({ channel, metadata: view.private_metadata ?? '' });
  return { ...view, callback_id: modal.id, private_metadata: kept };
}

/** A modal of ours as it came back from Slack. */
export function readSubmission(view: ViewOutput, asker: Asker): Submission {
  const { channel, metadata } = JSON.parse(view.private_metadata) as { channel?: string; metadata: string };
  const values = collectValues(view.blocks, view.state?.values ?? {});
  return { asker: { ...asker, ...(channel ? { channel } : {}) }, viewId: view.id, metadata, values };
}
