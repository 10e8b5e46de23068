import { describe, expect, it } from 'vitest';
import { completeCommand, readWriting } from '../../../../lib/slack/playground/page/completion.ts';

const hints = [
  { words: 'latest [QUERY]', help: 'the latest stories' },
  { words: 'feeds', help: 'the feeds' },
  { words: 'feeds add URL', help: 'add a feed' },
  { words: 'trends since:30d', help: 'by day' },
];

describe('a command that is being typed', () => {
  it.each([
    ['/', ['/faultline latest ', '/faultline feeds', '/faultline feeds add ', '/faultline trends since:30d']],
    ['/fault', ['/faultline latest ', '/faultline feeds', '/faultline feeds add ', '/faultline trends since:30d']],
    ['/faultline ', ['/faultline latest ', '/faultline feeds', '/faultline feeds add ', '/faultline trends since:30d']],
    ['/faultline  L', ['/faultline latest ']],
    ['/faultline feeds', ['/faultline feeds', '/faultline feeds add ']],
    ['/faultline feeds a', ['/faultline feeds add ']],
    ['/faultline feeds add https://a.example', []],
    ['/faultlines', []],
    ['/other', []],
    ['faultline', []],
    ['', []],
  ])('%j may go on as %j', (text, expected) => {
    expect(completeCommand(text, '/faultline', hints).map((completion) => completion.text)).toEqual(expected);
  });

  it.each([
    ['/faultline', { kind: 'command', text: '' }],
    ['/faultline latest sector:rail', { kind: 'command', text: 'latest sector:rail' }],
    ['/invite @faultline', { kind: 'invite' }],
    ['/invite @ben', { kind: 'other-command', name: '/invite' }],
    ['/other thing', { kind: 'other-command', name: '/other' }],
    ['1/2', { kind: 'text' }],
  ])('%j is read as %j', (text, expected) => {
    expect(readWriting(text, { command: '/faultline', name: 'Faultline' })).toEqual(expected);
  });
});
