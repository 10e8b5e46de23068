import type { ConfirmationDialog } from '@slack/types';
import { createContext, useContext } from 'react';
import type { Deed, DeedAnswer, PlaygroundUser, Snapshot } from '../protocol.ts';
import type { Route } from './route.ts';

export type Theme = 'light' | 'dark';
/** What a newcomer tries first: the two commands, and the menu of a story. */
export type Step = 'latest' | 'subscribe' | 'menu';

/** What every part of the page may need. */
export interface Scene {
  snapshot: Snapshot;
  me: PlaygroundUser;
  theme: Theme;
  /** Does something as the user. */
  attempt(deed: Deed): Promise<DeedAnswer>;
  /** Likewise; false where it was refused, which has been told then. */
  perform(deed: Deed): Promise<boolean>;
  /** Asks before something is done. */
  confirm(question: ConfirmationDialog): Promise<boolean>;
  /** Tells what went wrong. */
  warn(text: string): void;
  /** Ticks one of the first steps. */
  tried(step: Step): void;
  /** Goes elsewhere; what is not named stays. */
  go(route: Route): void;
}

/** What a refusal without words is told as. */
export const unexplained = 'That did not work.';

export const SceneContext = createContext<Scene | undefined>(undefined);

export function useScene(): Scene {
  const scene = useContext(SceneContext);
  if (!scene) throw new Error('this part stands outside the page');
  return scene;
}
