import type { Overflow, SectionBlock } from '@slack/types';
import { actionIds, type StoryDeed, storyDeeds, writeStoryChoice } from './actions.ts';
import { overflow, section } from './blocks.ts';

const labels: Readonly<Record<StoryDeed, string>> = {
  sides: 'Sides',
  why: 'Why these labels?',
  fix: 'Fix labels',
  split: 'Not the same story',
  mute: 'Mute source',
};

/** The line above a story: what kind of thing it is, and the menu of what can be done with it. @param digestId '' outside a digest */
export function renderStoryHead(text: string, storyId: string, digestId = ''): SectionBlock {
  return section(text, storyMenu(storyId, digestId));
}

function storyMenu(storyId: string, digestId: string): Overflow {
  return overflow(
    actionIds.storyMenu,
    storyDeeds.map((deed) => ({ label: labels[deed], value: writeStoryChoice({ deed, storyId, digestId }) })),
  );
}
