import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canPackage, type Packaged, packageFunctions } from '../../lib/cli/bench/package-functions.ts';
import { settings } from '../../lib/runtime/config.ts';
import { metricUnits } from '../../lib/runtime/metrics.ts';

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
type Properties = { [name: string]: Json };
interface Resource {
  Type: string;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  Properties: Properties;
}
interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource?: Json;
  Principal?: Json;
}

/** Who is started by an event, which nobody waits for. */
const asynchronous = ['poll', 'ingest', 'schedule', 'digest', 'deliver', 'work'];
const functionNames = [...asynchronous, 'slack'].sort();
const megabyte = 1_000_000;

const title = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;
const listOf = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
const arnOf = (name: string): Json => ({ 'Fn::GetAtt': [name, 'Arn'] });

/** Names of metrics in our namespace, wherever they stand in a value. */
function findOwnMetrics(value: Json): string[] {
  if (!value || typeof value !== 'object') return [];
  if (!Array.isArray(value) && value.Namespace === 'Faultline') return [String(value.MetricName)];
  return Object.values(value).flatMap(findOwnMetrics);
}

const where = canPackage() ? '' : ' (skipped: what packages them is not installed: npm ci --prefix infra/local)';

/** Every text in a value, keys left aside. */
function findTexts(value: Json): string[] {
  if (typeof value === 'string') return [value];
  return value && typeof value === 'object' ? Object.values(value).flatMap(findTexts) : [];
}

describe.skipIf(!canPackage())(`the packaged functions${where}`, () => {
  let folder: string;
  let packaged: Packaged;
  let resources: Record<string, Resource>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'faultline-packaged-'));
    packaged = await packageFunctions(folder);
    resources = JSON.parse(packaged.template).Resources;
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true, maxRetries: 3 }));

  const ofType = (type: string): Resource[] => Object.values(resources).filter((one) => one.Type === type);
  const get = (name: string): Properties => {
    const resource = resources[name];
    if (!resource) throw new Error(`there is no ${name}`);
    return resource.Properties;
  };
  const functionOf = (name: string): Properties => get(`${title(name)}LambdaFunction`);
  const environmentOf = (name: string): Properties =>
    (functionOf(name).Environment as { Variables: Properties }).Variables;
  const statementsOf = (role: string): Statement[] =>
    (get(role).Policies as unknown as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(
      ({ PolicyDocument }) => PolicyDocument.Statement,
    );
  const allowed = (role: string, action: string): Json[] =>
    statementsOf(role)
      .filter(({ Action }) => listOf(Action).some((one) => one.startsWith(action)))
      .flatMap(({ Resource }) => listOf(Resource ?? []));

  it('has these functions and no other', () => {
    expect(packaged.functions.map(({ name }) => name).sort()).toEqual(functionNames);
    expect(ofType('AWS::Lambda::Function')).toHaveLength(functionNames.length);
  });

  it('runs them on Node 24 and arm64', () => {
    for (const { Properties } of ofType('AWS::Lambda::Function')) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    }
  });

  describe.each(functionNames)('%s', (name) => {
    it('takes at most 1 MB zipped', () => {
      expect(packaged.functions.find((one) => one.name === name)?.zippedSize).toBeLessThanOrEqual(megabyte);
    });

    it('has a handler, which loads without account or settings', () => {
      const { file = '' } = packaged.functions.find((one) => one.name === name) ?? {};
      expect(functionOf(name).Handler).toBe(`functions/${name}.handler`);
      expect(createRequire(import.meta.url)(file).handler).toBeTypeOf('function');
    });

    it('has a role of its own, for Lambda alone', () => {
      const role = `${title(name)}Role`;
      expect(functionOf(name).Role).toEqual(arnOf(role));
      expect(get(role).AssumeRolePolicyDocument).toMatchObject({
        Statement: [{ Principal: { Service: 'lambda.amazonaws.com' } }],
      });
      expect(get(role).ManagedPolicyArns).toBeUndefined();
    });

    it('writes its own log, which is kept for a month', () => {
      expect(get(`${title(name)}LogGroup`)).toMatchObject({ RetentionInDays: 30 });
      expect(allowed(`${title(name)}Role`, 'logs:')).toEqual([arnOf(`${title(name)}LogGroup`)]);
    });

    it('uses the table and its index only, and never scans', () => {
      expect(allowed(`${title(name)}Role`, 'dynamodb:')).toEqual([
        arnOf('Table'),
        { 'Fn::Join': ['/', [arnOf('Table'), 'index', 'gsi1']] },
      ]);
      expect(allowed(`${title(name)}Role`, 'dynamodb:Scan')).toEqual([]);
    });

    it('may start the functions that its settings name, and no other', () => {
      const named = Object.entries(environmentOf(name)).filter(([setting]) => setting.endsWith('_FUNCTION'));
      expect(allowed(`${title(name)}Role`, 'lambda:')).toEqual(
        named.map(([, value]) => arnOf((value as { Ref: string }).Ref)),
      );
    });

    it('reads the secrets only where its settings say where they are', () => {
      const path = environmentOf(name).FAULTLINE_SECRETS;
      const read = findTexts(allowed(`${title(name)}Role`, 'ssm:'));
      if (path === undefined) return expect(read).toEqual([]);
      expect(read).toHaveLength(2);
      for (const arn of read) expect(`${arn}/`.replace(/\/+$/, '/')).toMatch(new RegExp(`:parameter${path}$`));
    });

    it('has no secret in its environment', () => {
      for (const [setting, value] of Object.entries(environmentOf(name))) {
        expect(settings[setting as keyof typeof settings], setting).not.toHaveProperty('secret');
        expect(JSON.stringify(value)).not.toMatch(/xox|xapp|resolve:/i);
      }
    });
  });

  it.each(asynchronous)('keeps what %s fails at three times in the queue of failed events', (name) => {
    expect(get(`${title(name)}LambdaEvConf`)).toMatchObject({
      FunctionName: { Ref: `${title(name)}LambdaFunction` },
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: arnOf('FailedEvents') } },
    });
    expect(allowed(`${title(name)}Role`, 'sqs:')).toEqual([arnOf('FailedEvents')]);
  });

  it('starts poll and schedule by the clock, on the minute, with the queue for what could not be started', () => {
    const targets = ofType('AWS::Scheduler::Schedule').map(({ Properties }) => {
      expect(Properties).toMatchObject({
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { RoleArn: arnOf('SchedulerRole'), DeadLetterConfig: { Arn: arnOf('FailedEvents') } },
      });
      return (Properties.Target as Properties).Arn;
    });
    expect(targets).toEqual([arnOf('PollLambdaFunction'), arnOf('ScheduleLambdaFunction')]);
    expect(allowed('SchedulerRole', 'lambda:')).toEqual(targets);
  });

  it('has no role with a wildcard in an action or a resource', () => {
    const roles = Object.keys(resources).filter((name) => resources[name]?.Type === 'AWS::IAM::Role');
    expect(roles).toHaveLength(functionNames.length + 1);
    const wild = roles.flatMap(statementsOf).filter(({ Effect, Action, Resource }) => {
      expect(Effect).toBe('Allow');
      return findTexts([Action, Resource ?? '*']).some((text) => text.includes('*'));
    });
    expect(wild).toEqual([]);
  });

  it('has no way to grant anything beside its roles', () => {
    const others = Object.values(resources).filter(({ Type }) => /^AWS::IAM::(?!Role$)/.test(Type));
    expect(others).toEqual([]);
  });

  it('encrypts the table, keeps its past for restoring, and forgets what has expired', () => {
    expect(get('Table')).toMatchObject({
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
    });
    expect(resources.Table).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(ofType('AWS::DynamoDB::Table')).toHaveLength(1);
  });

  it('watches and shows only figures that functions write', () => {
    const watched = ofType('AWS::CloudWatch::Alarm').flatMap(({ Properties }) => findOwnMetrics(Properties));
    const body = (get('Dashboard').DashboardBody as { 'Fn::Sub': string })['Fn::Sub'];
    const shown = JSON.parse(body).widgets.flatMap(({ properties }: { properties: { metrics: string[][] } }) => {
      // A point stands for what stands in that place of the line before.
      let before: string[] = [];
      return properties.metrics.flatMap((line) => {
        before = line[0] === '...' ? before : line.map((part, i) => (part === '.' ? (before[i] ?? '') : part));
        return before[0] === 'Faultline' ? [before[1]] : [];
      });
    });
    for (const names of [watched, shown]) {
      expect(names.length).toBeGreaterThan(3);
      expect(names.filter((name: string) => !(name in metricUnits))).toEqual([]);
    }
  });

  it('encrypts failed events, keeps them for two weeks, and tells of each', () => {
    expect(get('FailedEvents')).toEqual({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
    expect(get('FailedEventsAlarm')).toMatchObject({
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['FailedEvents', 'QueueName'] } }],
      Threshold: 1,
    });
  });

  it('shows the public the URL for Slack and nothing else', () => {
    expect(ofType('AWS::Lambda::Url').map(({ Properties }) => Properties.TargetFunctionArn)).toEqual([
      arnOf('SlackLambdaFunction'),
    ]);
    const permissions = ofType('AWS::Lambda::Permission').map(({ Properties }) => Properties);
    expect(permissions).toHaveLength(2);
    for (const permission of permissions) {
      expect(permission.FunctionName).toEqual(arnOf('SlackLambdaFunction'));
      // By the URL alone, not by whoever knows the function's name.
      expect(permission.FunctionUrlAuthType === 'NONE' || permission.InvokedViaFunctionUrl === true).toBe(true);
    }
    const doors = Object.values(resources).filter(({ Type }) =>
      /ApiGateway|CloudFront|LoadBalancing|QueuePolicy|TopicPolicy/.test(Type),
    );
    expect(doors).toEqual([]);
    for (const { Properties } of ofType('AWS::S3::Bucket')) {
      expect(Object.values(Properties.PublicAccessBlockConfiguration as Properties)).toEqual([true, true, true, true]);
    }
    for (const { Properties } of ofType('AWS::S3::BucketPolicy')) {
      const { Statement } = Properties.PolicyDocument as unknown as { Statement: Statement[] };
      expect(Statement.map(({ Effect }) => Effect)).toEqual(['Deny']);
    }
  });

  it('tells of every alarm where alarms go', () => {
    const alarms = ofType('AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(functionNames.length);
    for (const { Properties } of alarms) {
      expect(Properties.AlarmActions).toEqual([{ Ref: 'Alarms' }]);
      expect(Properties.AlarmDescription).toMatch(/\w{4}/);
    }
  });

  it('has an alarm for the errors of every function', () => {
    const watched = ofType('AWS::CloudWatch::Alarm')
      .filter(({ Properties }) => Properties.MetricName === 'Errors')
      .flatMap(({ Properties }) => findTexts(Properties.Dimensions ?? null).filter((text) => text !== 'FunctionName'));
    expect(watched.sort()).toEqual(functionNames.map((name) => `${title(name)}LambdaFunction`).sort());
  });
});
