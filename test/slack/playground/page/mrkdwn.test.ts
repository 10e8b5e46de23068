import type { RichTextElement } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeSlack } from '../../../../lib/render/escape.ts';
import { parseMrkdwn } from '../../../../lib/slack/playground/page/mrkdwn.ts';

function parseLine(text: string): RichTextElement[] {
  return parseMrkdwn(text).elements.flatMap((part) => (part.type === 'rich_text_list' ? [] : part.elements));
}

describe('mrkdwn', () => {
  it.each<[string, RichTextElement[]]>([
    ['plain words', [{ type: 'text', text: 'plain words' }]],
    ['*bold*', [{ type: 'text', text: 'bold', style: { bold: true } }]],
    ['_italic_', [{ type: 'text', text: 'italic', style: { italic: true } }]],
    ['~gone~', [{ type: 'text', text: 'gone', style: { strike: true } }]],
    ['`a *b*`', [{ type: 'text', text: 'a *b*', style: { code: true } }]],
    ['*_both_*', [{ type: 'text', text: 'both', style: { bold: true, italic: true } }]],
    ['<https://a.example|A &amp; B>', [{ type: 'link', url: 'https://a.example', text: 'A & B' }]],
    ['<https://a.example/?x=1&amp;y=2>', [{ type: 'link', url: 'https://a.example/?x=1&y=2' }]],
    [
      'see https://a.example/x.',
      [
        { type: 'text', text: 'see ' },
        { type: 'link', url: 'https://a.example/x' },
        { type: 'text', text: '.' },
      ],
    ],
    ['*<https://a.example|A>*', [{ type: 'link', url: 'https://a.example', text: 'A', style: { bold: true } }]],
    ['<@U1>', [{ type: 'user', user_id: 'U1' }]],
    ['<@U1|ada>', [{ type: 'user', user_id: 'U1' }]],
    ['<#C1|room>', [{ type: 'channel', channel_id: 'C1' }]],
    ['<!here>', [{ type: 'broadcast', range: 'here' }]],
    [
      '<!date^1721620800^{date_short} {time}|July>',
      [{ type: 'date', timestamp: 1721620800, format: '{date_short} {time}', fallback: 'July' }],
    ],
    [':tada:', [{ type: 'emoji', name: 'tada' }]],
  ])('reads %j', (text, elements) => {
    expect(parseLine(text)).toEqual(elements);
  });

  it.each([
    'snake_case_name',
    '2*3*4',
    'at 10:30:45',
    '* not bold *',
    '[label](https)',
    '# no heading',
    '<javascript:alert(1)|press>',
    '<not a token>',
  ])('leaves %j as text', (text) => {
    const elements = parseLine(text);
    expect(elements.every(({ type }) => type === 'text')).toBe(true);
    expect(elements.map((element) => ('text' in element ? element.text : '')).join('')).toBe(text);
  });

  it('tells quotes and fenced code from lines', () => {
    expect(parseMrkdwn('before\n> one\n&gt; two\nafter```\na < b\n```').elements).toEqual([
      { type: 'rich_text_section', elements: [{ type: 'text', text: 'before' }] },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'one\ntwo' }] },
      { type: 'rich_text_section', elements: [{ type: 'text', text: 'after' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a < b' }] },
    ]);
  });

  it('makes no mention and no named link of escaped text, whatever it is', () => {
    const piece = fc.constantFrom(
      '<!channel>',
      '<@U1>',
      '<https://evil.example|bank>',
      '&lt;!here&gt;',
      '*',
      '_',
      '`',
      '```',
      '\n',
      '|',
      'a ',
    );
    const hostile = fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(hostile, (text) => {
        for (const element of parseLine(escapeSlack(text))) {
          expect(['text', 'link', 'emoji']).toContain(element.type);
          if (element.type === 'link') expect(element.text).toBeUndefined();
        }
      }),
    );
  });
});
