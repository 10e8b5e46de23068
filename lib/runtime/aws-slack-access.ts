import { SSMClient } from '@aws-sdk/client-ssm';
import { FaultlineError } from '../errors.ts';
import type { Messenger } from '../jobs/ports.ts';
import { once, type Run } from './aws.ts';
import { readConfig, type SlackConfig } from './config.ts';
import { createMissingSecret, readSecrets } from './secrets.ts';
import { createMessenger, openClients, requireSlackAccess, type SlackAccess } from './slack-access.ts';

/** The Slack settings of the deployment, and how the app comes by its tokens. */
export interface Secrets {
  slack: SlackConfig;
  access: SlackAccess;
  /** The error for a setting that is missing. */
  nameMissing: (setting: string) => FaultlineError;
}

/**
 * Read once: a secret that is changed is taken by functions that start after it.
 * @throws FaultlineError `secret-missing`, `setting-wrong`
 */
export const secrets = once(async (): Promise<Secrets> => {
  const { secrets: path } = readConfig(process.env).aws;
  if (!path) throw new FaultlineError('setting-wrong', { name: 'FAULTLINE_SECRETS', why: 'it is not set' });
  const client = new SSMClient({ requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000 } });
  const { slack } = readConfig({ ...process.env, ...(await readSecrets(client, path)) });
  const nameMissing = createMissingSecret(path);
  return { slack, access: requireSlackAccess(slack, nameMissing), nameMissing };
});

/**
 * Posts to Slack.
 * @throws as `secrets` does
 */
export async function messenger({ store, now }: Pick<Run, 'store' | 'now'>): Promise<Messenger> {
  const { access } = await secrets();
  return createMessenger(openClients(access, { store, now }, { closeEach: true }));
}
