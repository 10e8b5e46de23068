import type { AppAnswer, AppLink } from './app-link.ts';
import type { EventSender } from './events.ts';
import type { DeedAnswer } from './protocol.ts';
import type { Workspace } from './workspace.ts';

/** What deeds of users need of the world. */
export interface Stage {
  workspace: Workspace;
  /** The slash command, with its slash. */
  command: string;
  link: AppLink;
  events: EventSender;
  /** Moves the clock on, where it can be moved. */
  advance: ((minutes: number) => void | Promise<void>) | undefined;
}

export const done: DeedAnswer = { ok: true };

export function forbid(error: string): DeedAnswer {
  return { ok: false, error };
}

/** Slack shows nothing of an event that the app did not take; here its developer may want to know. */
export function tellDelivery(answer: AppAnswer): DeedAnswer {
  return answer.kind === 'acknowledged' ? done : forbid(`The app did not take the event: ${answer.error}.`);
}
