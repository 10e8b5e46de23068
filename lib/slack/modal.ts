import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { SlackServices } from './services.ts';
import type { Asker } from './task.ts';

/** What opens a modal: the element that was used, and what it carries; '' and the words of a command where a command opens it. */
export interface Opening {
  asker: Asker;
  action: string;
  value: string;
}

/** A modal as it was submitted, or as it stands while one of its elements is used. */
export interface Submission {
  asker: Asker;
  viewId: string;
  metadata: string;
  values: ViewOutput['state']['values'];
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
  submit(submission: Submission, services: SlackServices): Promise<string | undefined>;
  /** Draws the modal anew once an element in it was used; `undefined` where nothing changes. Done after the acknowledgement. */
  change?(
    submission: Submission,
    element: { action: string; value: string },
    services: SlackServices,
  ): Promise<ModalView | undefined>;
}
