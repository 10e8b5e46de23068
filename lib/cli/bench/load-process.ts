import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import pMap from 'p-map';
import { showPart } from './open-process.ts';

/** One request of Slack, signed. */
export interface Shot {
  body: string;
  headers: Record<string, string>;
}

export interface Load {
  /**
   * Sends requests, so many at a time, each as soon as one before it was answered.
   * @returns milliseconds that each waited for its acknowledgement
   */
  fire(url: string, shots: readonly Shot[], concurrency: number): Promise<number[]>;
}

const agent = new Agent({ keepAlive: true });

async function fireOne(url: string, { body, headers }: Shot): Promise<number> {
  const start = performance.now();
  const sent = request(url, { method: 'POST', agent, headers });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  if (response.statusCode !== 200) throw new Error(`a command was answered ${response.statusCode}`);
  return performance.now() - start;
}

showPart({
  fire: (url, shots, concurrency) => pMap(shots, (shot) => fireOne(url, shot), { concurrency }),
} satisfies Load);
