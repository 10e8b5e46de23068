type Level = 'info' | 'warn' | 'error';

/** Writes one log entry; facts are ids and figures, never tokens, headers or payloads. */
export type Log = (level: Level, message: string, facts?: Record<string, string | number | boolean>) => void;

/**
 * A log of JSON lines.
 * @param write receives each line with its newline
 */
export function createLog(write: (line: string) => void, now: () => Date): Log {
  return (level, message, facts = {}) => {
    write(`${JSON.stringify({ time: now().toISOString(), level, message, ...facts })}\n`);
  };
}
