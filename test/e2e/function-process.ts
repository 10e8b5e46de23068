import { pathToFileURL } from 'node:url';
import type { Context } from 'aws-lambda';
import { buildContext } from '../fixtures/lambda.ts';

/**
 * One packaged function as Lambda runs it: a process of its own, one event after another, `node function-process.ts BUNDLE NAME TIMEOUT`.
 */
export interface Invocation {
  event: unknown;
  requestId: string;
  /** Milliseconds by which its clock goes ahead. */
  ahead: number;
}

/** What came of it; an error as far as Lambda tells of it. */
export type Outcome = { kind: 'answered'; answer: unknown } | { kind: 'failed'; message: string };

const [bundle = '', name = '', timeout = ''] = process.argv.slice(2);

let ahead = 0;
const RealDate = Date;
/** The clock is the one thing that is played. */
globalThis.Date = class extends RealDate {
  constructor(...given: [] | [number | string | Date]) {
    if (given.length === 0) super(RealDate.now() + ahead);
    else super(...given);
  }
  static override now(): number {
    return RealDate.now() + ahead;
  }
} as DateConstructor;

const { handler } = (await import(pathToFileURL(bundle).href)) as {
  handler: (event: unknown, context: Context) => Promise<unknown>;
};

process.on('message', (invocation: Invocation) => {
  void invoke(invocation).then((outcome) => process.send?.(outcome));
});
process.send?.('ready');

async function invoke({ event, requestId, ahead: by }: Invocation): Promise<Outcome> {
  ahead = by;
  const end = performance.now() + Number(timeout) * 1000;
  const getRemainingTimeInMillis = (): number => end - performance.now();
  try {
    const answer = await handler(event, buildContext(name, { awsRequestId: requestId, getRemainingTimeInMillis }));
    return { kind: 'answered', answer };
  } catch (error) {
    return { kind: 'failed', message: String(error) };
  }
}
