import { SSMClient } from '@aws-sdk/client-ssm';
import { describeError, FaultlineError } from '../../errors.ts';
import type { Finding } from '../../jobs/doctor/finding.ts';
import { type Config, readConfig, type SlackConfig } from '../config.ts';
import { createMissingSecret, readSecrets } from '../secrets.ts';
import { requireSlackAccess } from '../slack-access.ts';

/**
 * The secrets of a deployment, as its functions read them.
 * @returns also the Slack settings that they come to, where they are right
 */
export async function checkSecrets({ aws }: Pick<Config, 'aws'>): Promise<{ finding: Finding; slack?: SlackConfig }> {
  const { secrets: path } = aws;
  if (!path) {
    const what = 'The tokens of the deployment were not looked at: FAULTLINE_SECRETS does not say where they are.';
    return { finding: { kind: 'warning', about: 'slack', what, mend: 'Set it to /faultline/STAGE/.' } };
  }
  const client = new SSMClient();
  try {
    const { slack } = readConfig(await readSecrets(client, path));
    const nameMissing = createMissingSecret(path);
    requireSlackAccess(slack, nameMissing);
    if (!slack.signingSecret) throw nameMissing('FAULTLINE_SLACK_SIGNING_SECRET');
    return { finding: { kind: 'ok', about: 'slack', what: `The secrets under ${path} are of the right form.` }, slack };
  } catch (error) {
    const isOurs = error instanceof FaultlineError;
    const what = isOurs ? error.message : `The secrets under ${path} could not be read: ${describeError(error)}.`;
    const mend = isOurs
      ? 'infra/DEPLOY.md says how to put it there.'
      : 'See that you may read them (ssm:GetParametersByPath).';
    return { finding: { kind: 'wrong', about: 'slack', what, mend } };
  } finally {
    client.destroy();
  }
}
