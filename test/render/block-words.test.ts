import { describe, expect, it } from 'vitest';
import { tellBlocks } from '../../lib/render/block-words.ts';
import {
  actions,
  bold,
  bullets,
  button,
  context,
  divider,
  header,
  linked,
  paragraph,
  richText,
  section,
  table,
  words,
} from '../../lib/render/blocks.ts';
import { forbiddenMarks } from '../fixtures/digests.ts';

const inChannel = (id: string) =>
  richText(
    paragraph([words('in '), { type: 'channel', channel_id: id }, words(' by '), { type: 'user', user_id: 'U1' }]),
  );

describe('blocks in words', () => {
  it('say what each block says, a line each, and leave buttons out', () => {
    const blocks = [
      header('Head'),
      context('small', 'print'),
      divider,
      section('A section', button('Open', 'open', 'x')),
      ...richText(
        paragraph([bold('Bold: '), words('plain')], [linked('a link', 'https://a.example/')]),
        bullets([[words('one')], [words('two')]]),
      ),
      actions(button('Help', 'help')),
      table(
        [
          ['Sector', 'Stories'],
          ['Rail', '2'],
        ],
        ['words', 'figures'],
      ),
    ];
    expect(tellBlocks(blocks)).toBe(
      'Head\nsmall\nprint\nA section\nBold: plain\na link\n- one\n- two\nSector; Stories\nRail; 2',
    );
  });

  it('name channels and users so that Slack shows their names', () => {
    expect(tellBlocks(inChannel('C1'))).toBe('in <#C1> by <@U1>');
  });

  it.each(['<!channel>', '<@U1>', '&lt;!here&gt;', '\u0001C1\u0001', '\u0002U1\u0002'])(
    'mean nothing by %j',
    (text) => {
      const said = tellBlocks([section(text)]);
      expect(said).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      expect(said).not.toMatch(forbiddenMarks);
    },
  );

  it('are cut where Slack would refuse to replace the message, and not amid a name', () => {
    const long = tellBlocks([...Array.from({ length: 10 }, () => section('&'.repeat(3000))), ...inChannel('C1')]);
    expect(long.length).toBeLessThanOrEqual(4_000);
    for (let length = 3_850; length <= 3_900; length++) {
      const text = tellBlocks([
        section('a'.repeat(1900)),
        section('b'.repeat(length - 1901)),
        ...inChannel('C1234567'),
      ]);
      expect(text.replace('<#C1234567>', '').replace('<@U1>', '')).not.toMatch(/[<>#@]/);
      expect(text).not.toMatch(forbiddenMarks);
    }
  });
});
