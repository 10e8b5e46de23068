import type { ModalView } from '@slack/types';
import type { SlackMessage } from '../render/blocks.ts';
import type { SlackServices } from './services.ts';
import type { Asker, Submission } from './task.ts';

export type { Submission } from './task.ts';

/** What opens a modal: the element that was used, and what it carries. A command that opens one does so in the name of that element. */
export interface Opening {
  asker: Asker;
  action: string;
  value: string;
}

/** One modal of the app, from its opening to the work that its submission asks for. */
export interface Modal {
  /** Its `callback_id`. */
  id: string;
  /** Whether it is this modal that an element opens. */
  isOpenedBy(action: string, value: string): boolean;
  /**
   * The view to open. Slack gives three seconds in all: nothing slow.
   * @throws FaultlineError where the asker may not, or there is nothing to open; told to the asker
   */
  open(opening: Opening, services: SlackServices): Promise<ModalView>;
  /** What is wrong, by block id, to stand at the fields; empty where it may be submitted. */
  check(submission: Submission, services: SlackServices): Promise<Record<string, string>>;
  /** The work of a submission without errors; done after the acknowledgement. @returns what to tell the asker, if anything */
  submit(submission: Submission, services: SlackServices): Promise<SlackMessage | undefined>;
  /**
   * Draws the modal anew once an element in it was used, and once after it was opened (`action` is '');
   * `undefined` where nothing changes. Done after the acknowledgement: it may be slow.
   */
  change?(
    submission: Submission,
    element: { action: string; value: string },
    services: SlackServices,
  ): Promise<ModalView | undefined>;
}
