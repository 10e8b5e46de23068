import { expect, it } from 'vitest';
import { judgeSchedules } from '../../../lib/jobs/doctor/judge-schedules.ts';
import { minutesLater, morning } from '../../fixtures/builders.ts';

const fine = [{ kind: 'ok', about: 'schedules', what: 'Nothing is late.' }];

it.each([
  ['nothing that will ever be due', {}],
  ['what is due later', { poll: minutesLater(60), digest: minutesLater(60), delivery: minutesLater(60) }],
  ['what may wait for its turn', { poll: minutesLater(-30), digest: minutesLater(-15), delivery: minutesLater(-15) }],
])('%s is not late', (_name, due) => {
  expect(judgeSchedules(due, morning, 'machine')).toEqual(fine);
  expect(judgeSchedules(due, morning, 'aws')).toEqual(fine);
});

it.each([
  ['poll', 31, 'warning', 'wrong'],
  ['digest', 16, 'wrong', 'wrong'],
  ['delivery', 16, 'wrong', 'wrong'],
] as const)('a %s due for %i minutes: %s on one machine, %s on AWS', (what, minutes, onMachine, onAws) => {
  const due = { [what]: minutesLater(-minutes) };
  expect(judgeSchedules(due, morning, 'machine')).toMatchObject([
    { kind: onMachine, what: expect.stringContaining(`${minutes} minutes`), mend: expect.stringContaining('start') },
  ]);
  expect(judgeSchedules(due, morning, 'aws')).toMatchObject([
    { kind: onAws, mend: expect.stringContaining('infra/README.md') },
  ]);
});

it('says all that is late', () => {
  const due = { poll: minutesLater(-600), digest: minutesLater(-60), delivery: minutesLater(-3 * 24 * 60) };
  const found = judgeSchedules(due, morning, 'machine').map(({ what }) => what);
  expect(found).toEqual([
    expect.stringContaining('10 hours'),
    expect.stringContaining('60 minutes'),
    expect.stringContaining('3 days'),
  ]);
});
