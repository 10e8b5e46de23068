import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { AwsLambdaReceiver } from '@slack/bolt';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { describeError } from '../errors.ts';
import type { Log } from '../log.ts';
import { createSlackApp } from '../slack/app.ts';
import { createBoltLogger } from '../slack/bolt-log.ts';
import { installPaths } from '../slack/install-server.ts';
import { now, once, type Run, settings, store } from './aws.ts';
import { fetchAlone } from './aws-fetch.ts';
import { answerInstall } from './aws-install.ts';
import { openReviewer } from './aws-model.ts';
import { secrets } from './aws-slack-access.ts';
import { createServices, openClients } from './slack-access.ts';

type Request = APIGatewayProxyEventV2;
type Response = APIGatewayProxyStructuredResultV2;

/** The run of the request that is being answered: the app outlives it. */
const current = new AsyncLocalStorage<Run>();

function here(): Run {
  const run = current.getStore();
  if (!run) throw new Error('no request is being answered');
  return run;
}

const log: Log = (...entry) => here().log(...entry);

/** The app behind `AwsLambdaReceiver`: a task is handed on before the request is acknowledged. */
const receiver = once(async () => {
  const { slack, access, nameMissing } = await secrets();
  if (!slack.signingSecret) throw nameMissing('FAULTLINE_SLACK_SIGNING_SECRET');
  const lambda = new AwsLambdaReceiver({ signingSecret: slack.signingSecret, logger: createBoltLogger(log) });
  const parts = { store: store(), now };
  const { client, authorize } = openClients(access, parts, { closeEach: true });
  const services = createServices(client, {
    ...parts,
    log,
    allowPrivate: settings().allowPrivate,
    fetch: fetchAlone,
    openReviewer,
    dispatch: (task) => here().handOn({ job: 'slack', id: randomUUID(), task }),
  });
  createSlackApp({ receiver: lambda, authorize, services });
  return lambda.toHandler();
});

/**
 * Answers a request to the function URL: what Slack sends, and of several workspaces those that install the app.
 * @throws as `secrets` does
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export async function answerSlack(run: Run, { request }: { request: Request }): Promise<Response> {
  const { method } = request.requestContext.http;
  if (method === 'GET' && installPaths.some((path) => path === request.rawPath)) return answerInstall(run, request);
  if (method !== 'POST') return { statusCode: 404, body: '' };
  const handle = await receiver();
  try {
    return await current.run(run, () => handle(decodeBody(request), {}));
  } catch (error) {
    // It reads the body before it checks the signature: what is not to be read is not Slack's.
    run.log('warn', 'a request could not be read', { reason: describeError(error) });
    return { statusCode: 400, body: '' };
  }
}

/** Function URLs give forms in base64, which Bolt would read as ASCII: another body than was signed wherever somebody wrote an accent. */
function decodeBody({ body = '', isBase64Encoded, headers, ...rest }: Request) {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  return { ...rest, requestContext: {}, headers, body: text, isBase64Encoded: false };
}
