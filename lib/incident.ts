/** Where a provider says that its incident stands, or its maintenance. */
export type IncidentState =
  | 'investigating'
  | 'identified'
  | 'monitoring'
  | 'resolved'
  | 'scheduled'
  | 'in-progress'
  | 'completed';

export const impacts = ['none', 'minor', 'major', 'critical'] as const;
export type Impact = (typeof impacts)[number];

export interface IncidentUpdate {
  at?: Date;
  /** Absent where the update says nothing new of it. */
  state?: IncidentState;
  text: string;
}

/** What a status page says of one incident or maintenance. */
export interface Incident {
  state: IncidentState;
  impact?: Impact;
  /** Names as the page gives them. */
  components: string[];
  /** Oldest first. */
  updates: IncidentUpdate[];
}

/** The worse of two impacts. */
export function chooseImpact(one: Impact | undefined, other: Impact | undefined): Impact | undefined {
  return impacts.findLast((impact) => impact === one || impact === other);
}
