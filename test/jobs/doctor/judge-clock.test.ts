import { expect, it } from 'vitest';
import { judgeClock } from '../../../lib/jobs/doctor/judge-clock.ts';
import { minutesLater, morning } from '../../fixtures/builders.ts';

it.each([
  [0, 'ok', 'right to the minute'],
  [0.9, 'ok', 'right to the minute'],
  [-0.9, 'ok', 'right to the minute'],
  [1, 'warning', '1 minute fast'],
  [-4, 'warning', '4 minutes slow'],
  [5, 'wrong', '5 minutes fast'],
  [-60 * 24 * 3, 'wrong', '3 days slow'],
])('a clock that is %d minutes ahead is %s: %s', (minutes, kind, words) => {
  expect(judgeClock(minutesLater(minutes), morning)).toMatchObject({ kind, what: expect.stringContaining(words) });
});
