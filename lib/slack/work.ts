import { WebAPIPlatformError } from '@slack/web-api';
import { explainError, tellFailure } from './failure.ts';
import { publishHome } from './home.ts';
import { handleEvent } from './lifecycle.ts';
import type { Modal } from './modal.ts';
import { modals } from './modals/all.ts';
import { dressView } from './open-modal.ts';
import { reply } from './reply.ts';
import { runAction } from './run-action.ts';
import { runCommand } from './run-command.ts';
import type { SlackServices } from './services.ts';
import type { SlackTask } from './task.ts';

/**
 * Does the work that a listener left behind its acknowledgement. What fails is told to who asked, or logged where nobody did; nothing
 * is thrown, for whoever called would do it all again.
 * @param givenUp rejects when there is no time left
 * @returns false where it failed and nobody was told: whoever can may do it again
 */
export async function runTask(task: SlackTask, services: SlackServices, givenUp?: Promise<never>): Promise<boolean> {
  try {
    const work = perform(task, services);
    await (givenUp ? Promise.race([work, givenUp]) : work);
    return true;
  } catch (error) {
    if (task.kind === 'command') await tellFailure(task, error, services, task.command);
    else if (task.kind === 'action') await tellFailure(task, error, services);
    else if (task.kind === 'submitted') await tellFailure({ asker: task.submission.asker }, error, services);
    else {
      explainError(error, services.log);
      return false;
    }
    return true;
  }
}

async function perform(task: SlackTask, services: SlackServices): Promise<void> {
  switch (task.kind) {
    case 'command':
      return runCommand(task, services);
    case 'action':
      return runAction(task, services);
    case 'home':
      return publishHome(task.asker, services);
    case 'changed':
      return redraw(task, services);
    case 'submitted':
      return submit(task, services);
    case 'event':
      return takeOn(task, services);
  }
}

/**
 * Once, though Slack tells again what it thinks was not heard; but what could not be done may be tried again.
 * @see https://docs.slack.dev/apis/events-api#retries
 */
async function takeOn(task: SlackTask & { kind: 'event' }, services: SlackServices): Promise<void> {
  const { teams } = services.store;
  if (!(await teams.claimEvent(task.id, services.now()))) return;
  try {
    await handleEvent(task, services);
  } catch (error) {
    await teams.releaseEvent(task.id);
    throw error;
  }
}

async function redraw(
  { modal: id, submission, element, hash }: SlackTask & { kind: 'changed' },
  services: SlackServices,
): Promise<void> {
  const modal = findModal(id);
  const view = await modal.change?.(submission, element, services);
  if (!view) return;
  const { asker, viewId } = submission;
  const client = await services.client(asker.team);
  try {
    await client.views.update({ view_id: viewId, view: dressView(modal, view, asker), ...(hash ? { hash } : {}) });
  } catch (error) {
    // It was drawn anew since, or closed: https://docs.slack.dev/reference/methods/views.update#errors
    const isPast = error instanceof WebAPIPlatformError && ['hash_conflict', 'not_found'].includes(error.data.error);
    if (!isPast) throw error;
  }
}

async function submit(
  { modal: id, submission }: SlackTask & { kind: 'submitted' },
  services: SlackServices,
): Promise<void> {
  const { asker } = submission;
  const told = await findModal(id).submit(submission, services);
  if (told) await reply({ asker }, told, services);
  // What was opened on the Home shows there.
  if (!asker.channel) await publishHome(asker, services);
}

function findModal(id: string): Modal {
  const modal = modals.find((one) => one.id === id);
  if (!modal) throw new Error(`there is no modal ${id}`);
  return modal;
}
