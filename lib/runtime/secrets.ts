import { paginateGetParametersByPath, type SSMClient } from '@aws-sdk/client-ssm';
import { FaultlineError } from '../errors.ts';

const prefix = 'FAULTLINE_';

/**
 * The secrets of a deployment as settings: the parameter `slack-bot-token` under the path is the setting `FAULTLINE_SLACK_BOT_TOKEN`.
 * @param path of SSM Parameter Store, with a stroke at its end
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
 */
export async function readSecrets(client: SSMClient, path: string): Promise<Record<string, string>> {
  const secrets: Record<string, string> = {};
  const request = { Path: path, WithDecryption: true };
  for await (const { Parameters = [] } of paginateGetParametersByPath({ client, pageSize: 10 }, request)) {
    for (const { Name = '', Value = '' } of Parameters) {
      const name = Name.slice(path.length).replaceAll('-', '_').toUpperCase();
      secrets[`${prefix}${name}`] = Value;
    }
  }
  return secrets;
}

/** Says which parameter is missing, by the setting that it stands for, and how to put it there. */
export function createMissingSecret(path: string): (setting: string) => FaultlineError {
  return (setting) => {
    const parameter = `${path}${setting.slice(prefix.length).toLowerCase().replaceAll('_', '-')}`;
    return new FaultlineError('secret-missing', { parameter });
  };
}
