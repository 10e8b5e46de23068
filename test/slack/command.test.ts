import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../lib/slack/command.ts';
import { commandHints, commandNames, exemplify, listForms } from '../../lib/slack/command-forms.ts';

describe('a command', () => {
  it.for<[string, object]>([
    ['', { kind: 'help' }],
    ['   ', { kind: 'help' }],
    ['help', { kind: 'help' }],
    ['help Feeds', { kind: 'help', of: 'feeds' }],
    ['subscribe', { kind: 'open', action: 'subscribe', value: '' }],
    ['subscribe topic:outage rail', { kind: 'open', action: 'subscribe', value: 'topic:outage rail' }],
    [
      'subscribe topic:outage daily 8:30 europe/berlin',
      {
        kind: 'subscribe',
        query: 'topic:outage',
        schedule: { cadence: 'daily', at: '08:30', timezone: 'Europe/Berlin' },
      },
    ],
    ['subscribe rail weekly', { kind: 'subscribe', query: 'rail', schedule: { cadence: 'weekly', at: '08:30' } }],
    ['subscribe alert', { kind: 'subscribe', query: '', schedule: { cadence: 'alert' } }],
    ['unsubscribe 2', { kind: 'unsubscribe', which: { by: 'number', number: 2 } }],
    ['unsubscribe 0a1b2c3d4e', { kind: 'unsubscribe', which: { by: 'id', id: '0a1b2c3d4e' } }],
    ['subscriptions', { kind: 'subscriptions' }],
    ['latest', { kind: 'latest', query: { text: '', terms: [] } }],
    ['LATEST sector:rail', { kind: 'latest', query: { text: 'sector:rail' } }],
    ['story 3', { kind: 'story', which: { by: 'number', number: 3 } }],
    ['story #12', { kind: 'story', which: { by: 'number', number: 12 } }],
    ['why 0123456789', { kind: 'why', which: { by: 'id', id: '0123456789' } }],
    ['sides', { kind: 'sides', of: { text: '', terms: [] } }],
    ['sides 2', { kind: 'sides', of: { by: 'number', number: 2 } }],
    ['sides 5f3e9a0b1c', { kind: 'sides', of: { by: 'id', id: '5f3e9a0b1c' } }],
    ['sides deadbeefed', { kind: 'sides', of: { text: 'deadbeefed' } }],
    ['trends topic:outage since:14d', { kind: 'trends', query: { text: 'topic:outage since:14d' } }],
    ['receipt', { kind: 'receipt' }],
    ['receipt 0123456789abcdef', { kind: 'receipt', digestId: '0123456789abcdef' }],
    ['feeds', { kind: 'feeds-list' }],
    ['feeds list', { kind: 'feeds-list' }],
    ['feeds add', { kind: 'open', action: 'feed-add', value: '' }],
    ['feeds add example.org/news', { kind: 'feeds-add', address: 'example.org/news' }],
    ['feeds Remove 1a2b3c4d', { kind: 'feeds-change', feed: '1a2b3c4d', change: 'remove' }],
    ['feeds disable https://a.example/rss', { kind: 'feeds-change', feed: 'https://a.example/rss', change: 'disable' }],
    ['feeds import', { kind: 'open', action: 'feeds-import', value: '' }],
    ['feeds export', { kind: 'feeds-export' }],
  ])('reads "%s"', ([text, wanted]) => {
    expect(parseCommand(text)).toMatchObject({ ...wanted, share: false });
  });

  it.for([
    'latest --share sector:rail',
    '--share latest sector:rail',
    'latest sector:rail —share',
    'latest sector:rail –SHARE',
  ])('is answered to all where it says "%s"', (text) => {
    expect(parseCommand(text)).toMatchObject({ kind: 'latest', query: { text: 'sector:rail' }, share: true });
  });

  it('is read as it was typed, whatever Slack made of it', () => {
    expect(parseCommand('feeds add <https://x.example/a?b=1&amp;c=2|x.example/a>')).toMatchObject({
      address: 'https://x.example/a?b=1&c=2',
    });
    expect(parseCommand('feeds add <http://x.example|x.example>')).toMatchObject({ address: 'x.example' });
    expect(parseCommand('latest “air traffic” sources:&gt;2')).toMatchObject({
      query: { text: '"air traffic" sources:>2', terms: [{ kind: 'phrase' }, { kind: 'sources', operator: '>' }] },
    });
    expect(parseCommand('latest <#C0123|general> <@U0123|ada> <!here>')).toMatchObject({
      query: { text: '#general @ada @here' },
    });
  });
});

describe('a mistake', () => {
  it.for<[string, string, string | undefined, string]>([
    ['subscrbe rail daily', 'subscrbe', 'subscribe rail daily', 'no such command'],
    ['unsub 1', 'unsub', 'unsubscribe 1', 'no such command'],
    ['ransomware hospital', 'ransomware', 'latest ransomware hospital', 'no such command'],
    ['help fedes', 'fedes', 'help feeds', 'no such command'],
    ['subscribe topic:outage dialy', 'dialy', 'subscribe topic:outage daily', 'how often'],
    ['subscribe topic:outage 08:30', 'topic:outage 08:30', 'subscribe topic:outage daily 08:30', 'how often'],
    ['subscribe rail daily 25:00', '25:00', 'subscribe rail daily 23:00', '08:30'],
    ['subscribe rail daily 08:30 Berln', 'Berln', 'subscribe rail daily 08:30 Europe/Berlin', 'no such time zone'],
    ['subscribe sector:avation daily', 'sector:avation', 'subscribe sector:aviation daily', 'no sector'],
    ['subscribe sector:avation', 'sector:avation', 'subscribe sector:aviation', 'no sector'],
    ['unsubscribe', 'unsubscribe', 'unsubscribe 1', 'needs a number'],
    ['unsubscribe the first', 'the first', 'unsubscribe 1', 'neither a number nor an id'],
    ['subscriptions all', 'all', 'subscriptions', 'no more words'],
    ['latest topic:outge “rail”', 'topic:outge', 'latest topic:outage "rail"', 'no topic'],
    ['latest sector:“avation”', 'sector:"avation"', 'latest sector:aviation', 'no sector'],
    ['latest --shre', '--shre', 'latest --share', 'only option'],
    ['latest --verbose', '--verbose', 'latest', 'only option'],
    ['story', 'story', 'story 1', 'needs a number'],
    ['story 0', '0', 'story 1', 'counted from 1'],
    ['why not', 'not', 'why 1', 'neither'],
    ['sides view:soverignty', 'view:soverignty', 'sides view:sovereignty', 'no view'],
    ['sides 0', '0', 'sides 1', 'counted from 1'],
    ['trends since:forever', 'since:forever', 'trends since:7d', 'no span'],
    ['trends since:2h', 'since:2h', 'trends since:30d', '1 to 90 days'],
    ['trends since:400d', 'since:400d', 'trends since:30d', '1 to 90 days'],
    ['trends -since:7d', '-since:7d', 'trends since:30d', '1 to 90 days'],
    ['receipt of yesterday', 'of yesterday', 'receipt', 'no id'],
    ['feeds remve 1a2b', 'remve', 'feeds remove 1a2b', 'can be listed'],
    ['feeds https://x.example/', 'https://x.example/', 'feeds add https://x.example/', 'can be listed'],
    ['feeds remove', 'remove', 'feeds list', 'which feed'],
    ['feeds enable two three', 'two three', 'feeds list', 'one feed'],
    ['feeds add one.example two.example', 'one.example two.example', 'feeds add one.example', 'one address'],
    ['feeds export everything', 'everything', 'feeds export', 'no more words'],
    ['feeds import a.opml', 'a.opml', 'feeds import', 'no more words'],
    ['feeds list all', 'all', 'feeds list', 'no more words'],
  ])('in "%s" is named, with the nearest right form', ([text, part, nearest, why]) => {
    const mistake = parseCommand(text);
    expect(mistake).toMatchObject({ kind: 'misunderstood', part, why: expect.stringContaining(why) });
    expect(mistake.kind === 'misunderstood' && mistake.nearest).toBe(nearest);
  });

  it('comes with words that work', () => {
    const mistake = parseCommand('subscribe dialy');
    expect(mistake).toMatchObject({ example: 'subscribe topic:outage daily 08:30 Europe/Berlin' });
  });
});

describe('the forms of the commands', () => {
  it.for(listForms().map(({ example }) => example))('have an example that works: "%s"', (example) => {
    expect(parseCommand(example).kind).not.toBe('misunderstood');
  });

  it('are what completes a command that is typed', () => {
    expect(commandHints.map(({ words }) => words.split(' ')[0])).toEqual(expect.arrayContaining([...commandNames]));
    expect(exemplify('trends')).toBe('trends topic:outage since:30d');
  });
});

describe('whatever is typed', () => {
  const word = fc.oneof(
    fc.constantFrom(
      ...commandNames,
      ...listForms().map(({ example }) => example),
      '--share',
      '08:30',
      'daily',
      '“',
      '-',
      '<',
    ),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
  );

  it('is read or named as a mistake, with an example that works', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const command = parseCommand(words.join(' '));
        if (command.kind !== 'misunderstood') return;
        expect(command.part).not.toBe('');
        expect(command.why).not.toBe('');
        expect(parseCommand(command.example).kind).not.toBe('misunderstood');
      }),
    );
  });
});
