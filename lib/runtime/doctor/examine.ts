import type { Finding } from '../../jobs/doctor/finding.ts';
import type { Now } from '../../jobs/ports.ts';
import type { Config } from '../config.ts';
import { checkFile } from './check-file.ts';
import { checkSettings } from './check-settings.ts';
import { checkSlack } from './check-slack.ts';

/**
 * Everything that may be wrong with an installation, each as it is found; nothing is changed. Where a table is named, it is the deployment
 * on AWS that is looked at, else this machine.
 * @param named what the command line says in place of settings
 */
export async function* examine(
  environment: Readonly<Record<string, string | undefined>>,
  named: Partial<Pick<Config, 'db' | 'table'>>,
  now: Now,
): AsyncGenerator<Finding> {
  const { findings, config } = await checkSettings(environment);
  yield* findings;
  const table = named.table ?? config.table;
  if (!table) {
    yield* checkFile(named.db ?? config.db, now());
    yield* checkSlack(config.slack, now);
    return;
  }
  const [{ checkTable }, { checkSecrets }] = await Promise.all([
    import('./check-table.ts'),
    import('./check-secrets.ts'),
  ]);
  yield* checkTable(table, now());
  const { finding, slack } = await checkSecrets(config);
  yield finding;
  if (slack) yield* checkSlack(slack, now);
}
