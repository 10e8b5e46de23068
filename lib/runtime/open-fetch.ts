import manifest from '../../package.json' with { type: 'json' };
import { createFetch } from '../feeds/fetch.ts';
import type { Fetch } from '../jobs/ports.ts';
import type { Config } from './config.ts';

/** The guarded HTTP fetch; `close` ends its idle connections. */
export function openFetch(config: Pick<Config, 'allowPrivate' | 'contact'>): { fetch: Fetch; close(): Promise<void> } {
  const contact = config.contact ? `; ${config.contact}` : '';
  return createFetch({
    allowPrivate: config.allowPrivate,
    userAgent: `Faultline/${manifest.version} (feed reader${contact})`,
  });
}
