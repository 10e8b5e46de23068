import type { Modal } from '../modal.ts';
import { addFeedModal } from './add-feed.ts';
import { fixLabelsModal } from './fix-labels.ts';
import { importFeedsModal } from './import-feeds.ts';
import { muteSourceModal } from './mute-source.ts';
import { partStoryModal } from './part-story.ts';
import { subscriptionModal } from './subscription.ts';
import { teamSettingsModal } from './team-settings.ts';

/** Every modal of the app. */
export const modals: readonly Modal[] = [
  subscriptionModal,
  fixLabelsModal,
  partStoryModal,
  muteSourceModal,
  addFeedModal,
  importFeedsModal,
  teamSettingsModal,
];
