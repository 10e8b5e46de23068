import { expect, it } from 'vitest';
import { judgeRoom } from '../../../lib/jobs/doctor/judge-room.ts';

it.each([
  [99, 'wrong'],
  [100, 'warning'],
  [1023, 'warning'],
  [1024, 'ok'],
])('%i MiB free: %s', (mebibytes, kind) => {
  expect(judgeRoom(mebibytes * 2 ** 20)).toMatchObject({ kind, what: expect.stringContaining(`${mebibytes} MiB`) });
});
