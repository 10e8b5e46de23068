import type { Finding } from '../../jobs/doctor/finding.ts';
import { judgeFeeds } from '../../jobs/doctor/judge-feeds.ts';
import { judgeSchedules } from '../../jobs/doctor/judge-schedules.ts';
import { inspectTable, type TableReport } from '../../store/dynamodb/inspect.ts';

/** The table that holds the store on AWS, what waits in it, and its feeds. */
export async function* checkTable(name: string, now: Date): AsyncGenerator<Finding> {
  const report = await inspectTable(name);
  if (report.kind === 'unfit') {
    const mend = 'See that it is the name, region (AWS_REGION) and account of the deployment: infra/DEPLOY.md.';
    yield { kind: 'wrong', about: 'store', what: report.error.message, mend };
    return;
  }
  const faults = listFaults(name, report);
  yield* faults;
  if (faults.length === 0) yield { kind: 'ok', about: 'store', what: `The table ${name} is as it should be.` };
  if (!report.isOurs) return;
  yield* judgeSchedules(report.due, now, 'aws');
  yield* judgeFeeds(report.feeds, now);
}

const redeploy = 'Deploy again: infra/table.yml says how it must be.';

function listFaults(name: string, report: Extract<TableReport, { kind: 'fit' }>): Finding[] {
  const { isOurs, isActive, hasExpiry, hasBackups, isProtected, isImportOpen } = report;
  const faults: [isThere: boolean, kind: 'warning' | 'wrong', what: string, mend: string][] = [
    [!isOurs, 'wrong', `The table ${name} has other keys than ours.`, 'Name the table that was deployed.'],
    [
      !isActive,
      'wrong',
      `The table ${name} is being made or deleted.`,
      'Wait a minute, then see in the console of AWS.',
    ],
    [isImportOpen, 'wrong', 'An import was begun and not finished.', 'Run it again with the same export.'],
    [!hasExpiry, 'wrong', 'What is too old is not deleted: there is no expiry by “expiresAt”.', redeploy],
    [hasBackups === false, 'wrong', 'It cannot be restored to a point in time.', redeploy],
    [!isProtected, 'warning', 'It is not protected from deletion.', redeploy],
  ];
  return faults.flatMap(([isThere, kind, what, mend]) => (isThere ? [{ kind, about: 'store', what, mend }] : []));
}
