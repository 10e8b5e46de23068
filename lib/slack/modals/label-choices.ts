import {
  ownerships,
  type Sector,
  sectorIds,
  sectors,
  type Topic,
  topics,
  type Viewpoint,
  viewpointIds,
  viewpoints,
} from '../../taxonomy.ts';
import type { Choice } from './fields.ts';

const topicDetails: Readonly<Record<Topic, string>> = {
  outage: 'a service failed or slowed',
  attack: 'somebody did it on purpose',
  vulnerability: 'a weakness that may be used',
  policy: 'rules, laws, talks about the digital world',
  other: 'none of these: out of scope',
};

export const topicChoices: readonly Choice<Topic>[] = topics.map((id) => ({
  id,
  title: capitalize(id),
  detail: topicDetails[id],
}));

export const sectorChoices: readonly Choice<Sector>[] = sectorIds.map((id) => ({ id, title: sectors[id].title }));

export const viewpointChoices: readonly Choice<Viewpoint>[] = viewpointIds.map((id) => ({
  id,
  title: viewpoints[id].title,
  detail: viewpoints[id].position,
}));

export const ownershipChoices = ownerships.map((id) => ({ id, title: capitalize(id.replace('-', ' ')) }));

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
