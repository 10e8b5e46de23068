import type { Finding } from '../../jobs/doctor/finding.ts';
import { judgeFeeds } from '../../jobs/doctor/judge-feeds.ts';
import { judgeRoom } from '../../jobs/doctor/judge-room.ts';
import { judgeSchedules } from '../../jobs/doctor/judge-schedules.ts';
import { listAllFeeds } from '../../jobs/feed-list.ts';
import { inspectSqliteFile } from '../../store/sqlite/inspect.ts';
import { createSqliteStore } from '../../store/sqlite/store.ts';

/** The store file of this machine, what waits in it, and its feeds. A file that is not there is not made. */
export async function* checkFile(file: string, now: Date): AsyncGenerator<Finding> {
  const report = inspectSqliteFile(file);
  if (report.kind === 'none') {
    yield {
      kind: 'warning',
      about: 'store',
      what: `There is no store yet at ${file}.`,
      mend: '`faultline start` or any other command makes it; name another with --db FILE or FAULTLINE_DB.',
    };
    return;
  }
  if (report.kind === 'unfit') {
    yield {
      kind: 'wrong',
      about: 'store',
      what: report.error.message,
      mend: 'Name the right file with --db FILE or FAULTLINE_DB.',
    };
    return;
  }
  const { damage, readOnly, version, newest, free, due } = report;
  if (damage.length > 0) {
    const what = `The store ${file} is damaged: ${damage.join('; ')}.`;
    yield {
      kind: 'wrong',
      about: 'store',
      what,
      mend: 'Restore a backup; or `faultline export` what can be read, and import it into a new file.',
    };
    return;
  }
  const age = version < newest ? `, which the next command brings to version ${newest}` : '';
  yield { kind: 'ok', about: 'store', what: `The store ${file} is sound and of version ${version}${age}.` };
  if (readOnly) {
    const mend =
      'See that its owner runs Faultline, that file and folder may be written, and that no other process keeps it locked.';
    yield { kind: 'wrong', about: 'store', what: `Nothing can be written to it: ${readOnly}.`, mend };
  }
  yield judgeRoom(free);
  if (version < newest) return;
  yield* judgeSchedules(due, now, 'machine');
  const store = createSqliteStore(file);
  try {
    yield* judgeFeeds(await listAllFeeds(store), now);
  } finally {
    store.close();
  }
}
