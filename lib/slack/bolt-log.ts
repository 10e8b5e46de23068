import { type Logger, LogLevel } from '@slack/bolt';
import { describeError } from '../errors.ts';
import type { Log } from '../log.ts';

/**
 * What Bolt has to say, in our log: warnings and errors only, and of these no objects, which may be payloads with tokens in them.
 */
export function createBoltLogger(log: Log): Logger {
  const write =
    (level: 'warn' | 'error') =>
    (...parts: unknown[]): void => {
      const reason = parts.filter((part) => typeof part === 'string' || part instanceof Error).map(describeError);
      log(level, 'Bolt reports', { reason: reason.join(' ') });
    };
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: write('warn'),
    error: write('error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
