import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaultlineError } from '../../lib/errors.ts';
import { answerHelp } from '../../lib/slack/answers/help.ts';
import { renderMistake, renderNote } from '../../lib/slack/answers/notes.ts';
import { createBoltLogger } from '../../lib/slack/bolt-log.ts';
import { parseCommand } from '../../lib/slack/command.ts';
import { commandNames } from '../../lib/slack/command-forms.ts';
import { explainError } from '../../lib/slack/failure.ts';
import { checkMessageBlocks } from '../../lib/slack/playground/check-blocks.ts';

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<!channel>',
        '<@U0ADAOKAFOR>',
        '<https://evil.example|bank.example>',
        '&lt;!here&gt;',
        '`',
        '\u202e',
        '\u200b',
        '<#C1',
        '@everyone',
      ),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.integer({ min: 1, max: 3_000 }).map((length) => 'x'.repeat(length)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(' '));

const silentLog = () => undefined;

describe('a note', () => {
  it('shows code, channels and users as Slack does', () => {
    const { text, blocks } = renderNote('Only <@U1> in <#C1> may `feeds list`.');
    expect(blocks).toMatchObject([
      {
        type: 'rich_text',
        elements: [
          {
            elements: [
              { type: 'text', text: 'Only ' },
              { type: 'user', user_id: 'U1' },
              { type: 'text', text: ' in ' },
              { type: 'channel', channel_id: 'C1' },
              { type: 'text', text: ' may ' },
              { type: 'text', text: 'feeds list', style: { code: true } },
              { type: 'text', text: '.' },
            ],
          },
        ],
      },
    ]);
    expect(text).toBe('Only <@U1> in <#C1> may feeds list.');
  });

  it('is one that Slack takes, and pings nobody, whatever a mistake or an error quotes', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const command = parseCommand(text);
        const error = new FaultlineError('feed-failed', { url: text, why: text });
        const messages = [
          renderNote(explainError(error, silentLog)),
          ...(command.kind === 'misunderstood' ? [renderMistake(command, '/faultline')] : []),
        ];
        for (const message of messages) {
          expect(checkMessageBlocks(message.blocks)).toEqual([]);
          expect(JSON.stringify(message.blocks)).not.toMatch(/"type":"(?:user|usergroup|broadcast|link|mrkdwn)"/);
          expect(message.text).not.toMatch(/<[!@]|<https?:/);
        }
      }),
    );
  });
});

describe('help', () => {
  it.for([undefined, ...commandNames])('of %s is one message that Slack takes', (name) => {
    const { text, blocks } = answerHelp(name, '/a-long-name-for-it');
    expect(checkMessageBlocks(blocks)).toEqual([]);
    expect(text).toContain(`/a-long-name-for-it ${name ?? 'subscribe'}`);
  });
});

describe('an error', () => {
  it.for<[FaultlineError, string]>([
    [new FaultlineError('feed-unknown', { feed: 'abc' }), 'No feed "abc" is in the list. `/news feeds` shows the ids.'],
    [new FaultlineError('subscription-unknown', { subscription: '1' }), '`/news subscriptions` lists them'],
    [new FaultlineError('not-a-member', { channel: 'C1' }), 'Only members of <#C1> and admins'],
  ])('speaks of the command as the workspace named it: %s', ([error, words]) => {
    expect(explainError(error, silentLog, '/news')).toContain(words);
  });

  it('that is not ours says nothing but an id, by which the log has the rest', () => {
    const lines: unknown[] = [];
    const told = explainError(new Error('xoxb-secret leaked'), (...line) => void lines.push(line));
    const id = /id ([\da-f]{8})\)/.exec(told)?.[1];
    expect(told).not.toContain('xoxb');
    expect(lines).toEqual([['error', 'Slack work failed', { id, reason: 'xoxb-secret leaked' }]]);
  });
});

describe('the log of Bolt', () => {
  it('keeps warnings and errors, and no payload', () => {
    const lines: unknown[] = [];
    const logger = createBoltLogger((...line) => void lines.push(line));
    logger.debug('a body');
    logger.info('a header');
    logger.warn('late', { token: 'xoxb-1' });
    logger.error(new Error('failed'), ['xoxb-2']);
    expect(lines).toEqual([
      ['warn', 'Bolt reports', { reason: 'late' }],
      ['error', 'Bolt reports', { reason: 'failed' }],
    ]);
  });
});
