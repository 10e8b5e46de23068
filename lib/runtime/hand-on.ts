import { InvokeCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import { FaultlineError } from '../errors.ts';
import type { HandOn } from '../jobs/ports.ts';
import { createJobEvent, type Job } from './job-event.ts';

/** Which function does which job, by name. */
export type JobFunctions = Readonly<Partial<Record<Job['job'], string>>>;

/** Hands jobs on by one client, whatever their correlation; without these names of the SDK in one place, all of it would be bundled. */
export function openHandOn(
  functions: JobFunctions,
  requestHandler: NonNullable<LambdaClientConfig['requestHandler']>,
): (correlation: string) => HandOn<Job> {
  const client = new LambdaClient({ requestHandler });
  return (correlation) => createHandOn(client, functions, correlation);
}

/**
 * Hands jobs on to Lambda functions, which Lambda runs as soon as it can, twice again where one fails, and whose event it keeps in the
 * failure queue where it fails for good. An event may arrive more than once.
 * @param correlation goes with each job, for the log
 * @throws FaultlineError `job-not-handed-on` where Lambda does not take it
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
 */
export function createHandOn(client: LambdaClient, functions: JobFunctions, correlation: string): HandOn<Job> {
  return async (job) => {
    const name = functions[job.job];
    if (!name) throw new FaultlineError('job-not-handed-on', { job: job.job, why: 'no function is set for it' });
    const Payload = JSON.stringify(createJobEvent(job, correlation));
    const answer = await client
      .send(new InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload }))
      .catch((error: unknown) => {
        const why = error instanceof Error ? error.name : 'it could not be reached';
        throw new FaultlineError('job-not-handed-on', { job: job.job, why }, error);
      });
    if (answer.StatusCode !== 202) {
      throw new FaultlineError('job-not-handed-on', { job: job.job, why: `Lambda answered ${answer.StatusCode}` });
    }
  };
}
