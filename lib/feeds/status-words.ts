import type { Impact, IncidentState } from '../incident.ts';

/** How status pages name the state of an incident or maintenance, in lower case; what means no state of its own is `undefined`. */
const states: Readonly<Record<string, IncidentState | undefined>> = {
  investigating: 'investigating',
  'under investigation': 'investigating',
  active: 'investigating',
  identified: 'identified',
  monitoring: 'monitoring',
  watching: 'monitoring',
  mitigated: 'monitoring',
  resolved: 'resolved',
  fixed: 'resolved',
  closed: 'resolved',
  postmortem: 'resolved',
  scheduled: 'scheduled',
  planned: 'scheduled',
  'not started yet': 'scheduled',
  'in progress': 'in-progress',
  verifying: 'in-progress',
  completed: 'completed',
  complete: 'completed',
  cancelled: 'completed',
  canceled: 'completed',
};

/** The same while a maintenance is under way. */
const ofMaintenance: Readonly<Partial<Record<IncidentState, IncidentState>>> = {
  investigating: 'in-progress',
  identified: 'in-progress',
  monitoring: 'in-progress',
  resolved: 'completed',
};

export const stateWords = Object.keys(states).join('|');

/** The state that a status page's word for it means. */
export function readStateWord(word: string, isMaintenance: boolean): IncidentState | undefined {
  const name = word.toLowerCase().replaceAll('_', ' ').trim();
  const state = Object.hasOwn(states, name) ? states[name] : undefined;
  return (isMaintenance && state && ofMaintenance[state]) || state;
}

/** The states of components in the words of Statuspage, Instatus and incident.io; what works says nothing of the impact. */
export const componentStates: Readonly<Record<string, Impact | undefined>> = {
  operational: undefined,
  'degraded performance': 'minor',
  'minor outage': 'minor',
  'partial outage': 'major',
  'full outage': 'critical',
  'major outage': 'critical',
  'under maintenance': undefined,
  maintenance: undefined,
};
