import { describe, expect, it } from 'vitest';
import { createLog } from '../lib/log.ts';
import { morning } from './fixtures/builders.ts';
import { forbiddenMarks, hostileTexts } from './fixtures/digests.ts';

/** What the log wrote, call by call. */
function record() {
  const lines: string[] = [];
  return {
    lines,
    log: createLog(
      (line) => lines.push(line),
      () => morning,
    ),
  };
}

describe('a log', () => {
  it('writes a JSON line an entry: time, level, message, then the facts in their order', () => {
    const { lines, log } = record();
    log('info', 'feed polled', { url: 'https://a.example/rss', items: 3, changed: false });
    log('error', 'poll failed');
    expect(lines).toEqual([
      '{"time":"2024-07-19T06:00:00.000Z","level":"info","message":"feed polled","url":"https://a.example/rss","items":3,"changed":false}\n',
      '{"time":"2024-07-19T06:00:00.000Z","level":"error","message":"poll failed"}\n',
    ]);
  });

  it('asks the clock at each entry', () => {
    const times = [morning, new Date('2024-07-19T06:00:01Z')];
    const lines: string[] = [];
    const log = createLog(
      (line) => lines.push(line),
      () => times[lines.length] ?? morning,
    );
    log('info', 'one');
    log('warn', 'two');
    expect(lines.map((line) => JSON.parse(line).time)).toEqual([
      '2024-07-19T06:00:00.000Z',
      '2024-07-19T06:00:01.000Z',
    ]);
  });

  it('lets no fact pass for the time, the level or the message', () => {
    const { lines, log } = record();
    log('warn', 'refused', { message: 'all well', level: 'info', time: 'never', id: 'a' });
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      time: morning.toISOString(),
      level: 'warn',
      message: 'refused',
      id: 'a',
    });
  });

  it.each(Object.entries(hostileTexts))(
    'keeps %s on one line, out of the reach of a terminal, and whole',
    (_attempt, text) => {
      const { lines, log } = record();
      log('info', text, { text });
      const [line = ''] = lines;
      expect(lines).toHaveLength(1);
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(line.trimEnd()).not.toMatch(forbiddenMarks);
      expect(JSON.parse(line)).toMatchObject({ message: text, text });
    },
  );
});
