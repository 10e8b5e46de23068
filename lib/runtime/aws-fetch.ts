import type { Fetch } from '../jobs/ports.ts';
import { settings } from './aws.ts';

/**
 * The guarded HTTP fetch for one run: a connection that is kept while the process is frozen may be dead after it. It is loaded when it
 * is first needed, for few commands of Slack need it.
 */
export async function withFetch<T>(use: (fetch: Fetch) => Promise<T>): Promise<T> {
  const { openFetch } = await import('./open-fetch.ts');
  const { fetch, close } = openFetch(settings());
  try {
    return await use(fetch);
  } finally {
    await close();
  }
}

/** The same, opened for each request alone. */
export const fetchAlone: Fetch = (request) => withFetch((fetch) => fetch(request));
