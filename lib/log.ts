type Level = 'info' | 'warn' | 'error';

/** Writes one log entry; facts are ids and figures, never tokens, headers or payloads. */
export type Log = (level: Level, message: string, facts?: Record<string, string | number | boolean>) => void;

/** A log whose every line has these facts too. */
export function withFacts(log: Log, facts: Readonly<Record<string, string | number | boolean>>): Log {
  return (level, message, own) => log(level, message, { ...own, ...facts });
}

/** Marks that JSON lets through as they are, and that would move the cursor, hide or reorder text on the terminal of its reader. */
const unescaped = /[\u007f-\u009f\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu;

/**
 * A log of JSON lines. Facts cannot replace the time, the level or the message.
 * @param write receives each line with its newline
 */
export function createLog(write: (line: string) => void, now: () => Date): Log {
  return (level, message, facts = {}) => {
    const entry = { time: now().toISOString(), level, message };
    const line = JSON.stringify({ ...entry, ...facts, ...entry });
    write(`${line.replace(unescaped, escapeUnits)}\n`);
  };
}

function escapeUnits(mark: string): string {
  return Array.from({ length: mark.length }, (_, i) => `\\u${mark.charCodeAt(i).toString(16).padStart(4, '0')}`).join(
    '',
  );
}
