import type { Sector } from '../taxonomy.ts';

/** How many stories hit each sector, day by day. */
export interface Trends {
  from: Date;
  to: Date;
  /** Each day of the period, as "2024-07-19". */
  days: string[];
  /** Stories a day, in the order of `days`. */
  sectors: { id: Sector; counts: number[] }[];
  /** Stories in all; one that hits several sectors counts once. */
  stories: number;
}
