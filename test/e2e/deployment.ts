import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type LocalDynamoDb, openClient } from '../../lib/cli/bench/local-dynamodb.ts';
import { type Packaged, packageFunctions } from '../../lib/cli/bench/package-functions.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { createPlayground, type Playground } from '../../lib/slack/playground/server.ts';
import { provisionTable } from '../../lib/store/dynamodb/provision-table.ts';
import { createDynamoStore } from '../../lib/store/dynamodb/store.ts';
import { openFunctionUrl } from '../fixtures/function-url.ts';
import { type Lambda, type LambdaFunction, startLambda } from '../fixtures/lambda.ts';
import { startParameterStore } from '../fixtures/parameter-store.ts';
import type { Invocation, Outcome } from './function-process.ts';

const region = 'us-east-1';
const signingSecret = 'f'.repeat(32);
const botToken = 'xoxb-1-2-abc';
const script = fileURLToPath(new URL('function-process.ts', import.meta.url));
const model = fileURLToPath(new URL('../../lib/classify/model.json', import.meta.url));

/** The packaged functions, and what plays Lambda, DynamoDB, Parameter Store and Slack around them. */
export interface Deployment {
  store: Store;
  slack: Playground;
  /** Where Slack sends its requests. */
  url: string;
  lambda: Lambda;
  /** Runs what a schedule starts, and all that comes of it, with all clocks ahead. */
  trigger(name: 'poll' | 'schedule', aheadMinutes?: number): Promise<void>;
  /** Kills the process of a function in the middle of whatever it does, as Lambda does where its time is over. */
  kill(name: string): void;
  /** Every line that a function logged, in order. */
  readLog(): Record<string, unknown>[];
  close(): Promise<void>;
}

/** Packages the functions as `npm run package` does. */
export async function packageOnce(): Promise<Packaged & { remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-deployed-'));
  return { ...(await packageFunctions(folder)), remove: () => rm(folder, { recursive: true, maxRetries: 3 }) };
}

export async function deploy(packaged: Packaged, database: LocalDynamoDb): Promise<Deployment> {
  const client = openClient(database);
  const table = `faultline-${randomUUID()}`;
  await provisionTable(client, table);
  const store = createDynamoStore({ client, table });
  const slack = await createPlayground({
    port: 0,
    now: () => new Date(),
    botToken,
    appToken: 'xapp-1',
    signingSecret,
    // A machine that runs other tests starts a function slowly, and is no measure of how soon Lambda does.
    ackWait: 60_000,
  });
  const environments = readEnvironments(packaged.template, table);
  const processes = new Map<string, FunctionProcess>();
  let ahead = 0;
  const invoke =
    (name: string): LambdaFunction =>
    (event, context) =>
      find(name).invoke(event, context.awsRequestId, ahead);
  const lambda = await startLambda(Object.fromEntries(packaged.functions.map(({ name }) => [name, invoke(name)])));
  const secrets = await startParameterStore(
    Object.fromEntries(
      [
        ['slack-bot-token', botToken],
        ['slack-signing-secret', signingSecret],
        ['slack-api-url', slack.apiUrl],
      ].map(([name, value]) => [`${environments.slack?.FAULTLINE_SECRETS}${name}`, value ?? '']),
    ),
  );
  const outside = {
    PATH: process.env.PATH ?? '',
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    AWS_ENDPOINT_URL_LAMBDA: lambda.url,
    AWS_ENDPOINT_URL_SSM: secrets.url,
    FAULTLINE_ALLOW_PRIVATE: 'true',
  };
  const log: string[] = [];

  function find(name: string): FunctionProcess {
    const known = processes.get(name);
    if (known?.isAlive()) return known;
    const { file = '' } = packaged.functions.find((one) => one.name === name) ?? {};
    const inside = environments[name] ?? {};
    const layer = inside.FAULTLINE_MODEL ? { FAULTLINE_MODEL: model } : {};
    const started = startProcess([file, name, '120'], { ...outside, ...inside, ...layer }, (line) => log.push(line));
    processes.set(name, started);
    return started;
  }

  const door = await openFunctionUrl('slack', async (event, { awsRequestId }) => {
    const answer = await find('slack').invoke(event, awsRequestId, 0);
    return answer as APIGatewayProxyStructuredResultV2;
  });
  slack.connectApp(door.url);

  return {
    store,
    slack,
    url: door.url,
    lambda,
    async trigger(name, aheadMinutes = 0) {
      ahead = aheadMinutes * 60_000;
      await find(name).invoke({}, randomUUID(), ahead);
      await lambda.settle();
    },
    kill: (name) => processes.get(name)?.kill(),
    readLog: () => log.map((line) => JSON.parse(line) as Record<string, unknown>),
    async close() {
      await lambda.settle();
      for (const one of processes.values()) await one.end();
      for (const part of [door, lambda, secrets, slack]) await part.close();
      store.close();
    },
  };
}

interface FunctionProcess {
  /** @throws Error as the function did */
  invoke(event: unknown, requestId: string, ahead: number): Promise<unknown>;
  isAlive(): boolean;
  kill(): void;
  end(): Promise<void>;
}

function startProcess(given: string[], env: Record<string, string>, say: (line: string) => void): FunctionProcess {
  const child = fork(script, given, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let rest = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) say(line);
  });
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;
  const complaint = child.stderr ? text(child.stderr) : Promise.resolve('');
  const ready = hear(child, complaint);
  // Like Lambda, one event at a time in one process.
  let last: Promise<unknown> = ready;
  return {
    invoke(event, requestId, ahead) {
      const run = async (): Promise<unknown> => {
        child.send({ event, requestId, ahead } satisfies Invocation);
        const outcome = (await hear(child, complaint)) as Outcome;
        if (outcome.kind === 'failed') throw new Error(outcome.message);
        return outcome.answer;
      };
      const result = last.then(run, run);
      last = result.catch(() => undefined);
      return result;
    },
    isAlive,
    kill: () => void child.kill('SIGKILL'),
    async end() {
      if (!isAlive()) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** The next message of a process. @throws Error with what it complained of, where it ends instead */
async function hear(child: ChildProcess, complaint: Promise<string>): Promise<unknown> {
  const ended = new AbortController();
  const message = once(child, 'message', { signal: ended.signal });
  message.catch(() => undefined);
  const exit = once(child, 'exit', { signal: ended.signal }).then(async () => {
    throw new Error(`a function ended: ${await complaint}`);
  });
  exit.catch(() => undefined);
  try {
    const [said] = (await Promise.race([message, exit])) as unknown[];
    return said;
  } finally {
    ended.abort();
  }
}

/** The environment of each function as the template says it; a function it refers to goes by its name here. */
function readEnvironments(template: string, table: string): Record<string, Record<string, string>> {
  const { Resources } = JSON.parse(template) as {
    Resources: Record<string, { Type: string; Properties: { Environment?: { Variables: Record<string, unknown> } } }>;
  };
  const isFunction = /^(.+)LambdaFunction$/;
  const nameOf = (resource: string): string => isFunction.exec(resource)?.[1]?.toLowerCase() ?? table;
  return Object.fromEntries(
    Object.entries(Resources).flatMap(([resource, { Type, Properties }]) => {
      if (Type !== 'AWS::Lambda::Function') return [];
      const variables = Object.entries(Properties.Environment?.Variables ?? {}).map(([name, value]) => {
        const reference = (value as { Ref?: string }).Ref;
        return [name, reference ? nameOf(reference) : String(value)] as const;
      });
      return [[nameOf(resource), Object.fromEntries(variables)] as const];
    }),
  );
}
