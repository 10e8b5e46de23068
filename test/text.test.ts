import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collapseSpace, renderPlainText, splitSentences, stripPublisherSuffix, truncate } from '../lib/text.ts';

describe('the plain text of', () => {
  it.each([
    ['text without markup', 'Trains halted', 'Trains halted'],
    ['nested tags', '<div><p>Trains <b>halted <i>again</i></b></p></div>', 'Trains halted again'],
    [
      'blocks: their words stay apart',
      '<p>one</p><p>two</p><ul><li>three<li>four</ul>five<br>six',
      'one two three four five six',
    ],
    ['inline tags: their words stay joined', 'an<b>ti</b>virus', 'antivirus'],
    [
      'a script, a style and a template',
      'a<script>alert("<b>")</script><style>p{}</style><template>x</template>b',
      'ab',
    ],
    [
      'a picture with its caption',
      '<figure><img src="x" alt="y"><figcaption>Photo: A. B.</figcaption></figure>Trains',
      'Trains',
    ],
    ['a comment and a processing instruction', '<!-- no -->Trains<?php echo 1 ?> halted', 'Trains halted'],
    ['an attribute that holds a bracket', '<p title="a>b">Trains</p>', 'Trains'],
    ['tags that are never closed', '<div><p><b>Trains <i>halted', 'Trains halted'],
    ['closing tags that nothing opened', 'Trains</script></div></p> halted', 'Trains halted'],
    ['a tag that the summary was cut in', 'Trains halted <a href="https://exa', 'Trains halted'],
    ['an empty frame as XML writes it', '<iframe src="x"/>Trains<script src="y"/> halted', 'Trains halted'],
    ['signs that are no tags', 'a < b and 5 > 3 <3', 'a < b and 5 > 3 <3'],
    ['named entities', 'caf&eacute; &amp; bar&nbsp;&hellip;', 'café & bar …'],
    ['numeric entities', '&#8217;&#x2019;&#128640;', '’’🚀'],
    ['entities of no character', '&#0;&#xD800;&#x110000;', '\ufffd\ufffd\ufffd'],
    ['entities that do not exist', 'R&D and &nosuchname; stay', 'R&D and &nosuchname; stay'],
    ['an ampersand escaped twice', 'AT&amp;amp;T', 'AT&T'],
    ['markup escaped twice', '&lt;p&gt;Trains &amp;amp; buses&lt;/p&gt;', 'Trains & buses'],
    ['CDATA', '<![CDATA[Trains <b>halted</b> &amp; delayed]]>', 'Trains halted & delayed'],
    ['CDATA that was escaped', '&lt;![CDATA[Trains halted]]&gt;', 'Trains halted'],
    ['CDATA left-overs', 'Trains halted]]>', 'Trains halted'],
    ['CDATA that is never closed', '<![CDATA[Trains halted', 'Trains halted'],
    ['a ping of Slack', '<!channel> Trains &lt;!here&gt; halted', 'Trains halted'],
    ['zero-width and reordering marks', 'Tra\u200bins\u2066 \u202ehal\u00adted\u061c\ufeff', 'Trains halted'],
    ['tag characters that carry a hidden text', 'Trains\u{e0068}\u{e0069} halted', 'Trains halted'],
    ['joiners that belong to the spelling', 'می\u200cشود 👩\u200d🚒', 'می\u200cشود 👩\u200d🚒'],
    ['nothing', '', ''],
  ])('%s: %j', (_name, html, text) => {
    expect(renderPlainText(html)).toBe(text);
  });

  it.each([
    ['open tags', '<div>'],
    ['open brackets', '<'],
    ['escaped open tags', '&lt;a'],
    ['escaped ampersands', '&amp;amp'],
    ['open comments', '<!--'],
    ['open CDATA', '<![CDATA['],
    ['open attributes', '<a b="'],
    ['spaces', ' \u00a0\n'],
  ])('a megabyte of %s is soon read', (_name, part) => {
    const html = part.repeat(Math.ceil(1_000_000 / part.length));
    expect(renderPlainText(`Trains halted ${html}`)).toMatch(/^Trains halted/);
  });

  it('a text that is too long is its beginning, with no half of a character at the end', () => {
    const text = renderPlainText(`x${'🚀'.repeat(100_000)}`);
    expect(text.startsWith('x🚀🚀')).toBe(true);
    expect(text.length).toBeLessThan(200_001);
    expect(text.isWellFormed()).toBe(true);
  });

  it('any input is one line of visible characters, without space at its ends', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<p>',
        '</p>',
        '<script>',
        '</script>',
        '<![CDATA[',
        ']]>',
        '&lt;',
        '&amp;',
        '&#10;',
        '<!--',
        '-->',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = renderPlainText(pieces.join(''));
        expect(text).toBe(text.trim());
        expect(text).not.toMatch(/\p{Cc}|[\u200b\u202a-\u202e\u2066-\u2069\ufeff]| {2}/u);
      }),
    );
  });
});

describe('white space', () => {
  it.each([
    ['  a \t\r\n b\u00a0\u2003c  ', 'a b c'],
    ['a\u0085b', 'a b'],
    ['a\0b\u0007c', 'abc'],
    ['a \u200b b', 'a b'],
    ['\u3000東京\u3000大阪', '東京 大阪'],
  ])('of %j collapses to %j', (text, collapsed) => {
    expect(collapseSpace(text)).toBe(collapsed);
  });

  it('that is collapsed stays so', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = collapseSpace(text);
        expect(collapseSpace(once)).toBe(once);
      }),
    );
  });
});

describe('a headline loses', () => {
  const names = ['The Harbour Post', 'BBC News', 'Al-Jazeera', '沧澜日报', 'Harbour Post – World'];

  it.each([
    ...['-', '–', '—', '|', '·', '•', '»', '«', ':', '::', '/', '｜', '_'].map(
      (sign) => `Trains halted ${sign} The Harbour Post`,
    ),
    'Trains halted | Harbour Post',
    'Trains halted|Harbour Post',
    'Trains halted - HARBOUR POST',
    'Trains halted - harbourpost.com',
    'Trains halted - Harbour Post Online',
    'Trains halted - BBC',
    'Trains halted - BBC News - BBC News',
    'Trains halted - BBC News Africa',
    'Trains halted - Al-Jazeera',
    'Trains halted - Harbour Post – World',
  ])('its outlet: %s', (title) => {
    expect(stripPublisherSuffix(title, names)).toBe('Trains halted');
  });

  it.each([
    ['Trains halted - again - The Harbour Post', 'Trains halted - again'],
    ['Trains halted · Buses too · The Harbour Post', 'Trains halted · Buses too'],
    ['Trains halted: who pays? | Opinion | BBC News', 'Trains halted: who pays? | Opinion'],
    ['Well-known bank down - The Harbour Post', 'Well-known bank down'],
    ['地铁全线停运_沧澜日报', '地铁全线停运'],
    ['地铁停运 | 沧澜日报', '地铁停运'],
  ])('only the last part of %s', (title, headline) => {
    expect(stripPublisherSuffix(title, names)).toBe(headline);
  });

  it.each([
    'Trains halted - and nobody knows why',
    'Trains halted – The Guardian',
    'Trains halted: BBC news crew stuck',
    'Trains halted - Harbour Post strike enters its second day',
    'Trains halted - Harbour Post Strike Enters Second Day',
    'Trains halted - harbour workers walk out',
    'Trains halted by Harbour Post',
    'Trains halted at 10:30',
    'Live - BBC News',
    'BBC News',
    ' - BBC News',
    '           - BBC News',
    '',
  ])('nothing of %j', (title) => {
    expect(stripPublisherSuffix(title, names)).toBe(title);
  });

  it('nothing where the outlet has no name', () => {
    expect(stripPublisherSuffix('Trains halted - !!', ['', '!!', 'The'])).toBe('Trains halted - !!');
  });

  it('never all of its words, whatever the title and the names', () => {
    const part = fc.oneof(fc.constantFrom(...names, ' - ', '|', ' : ', '      ', 'a'), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(fc.array(part), fc.array(part, { maxLength: 3 }), (parts, extra) => {
        const title = parts.join('');
        const headline = stripPublisherSuffix(title, [...names, ...extra]);
        expect(title).toContain(headline);
        if (title.trim()) expect(headline.trim()).not.toBe('');
      }),
    );
  });
});

describe('the sentences of', () => {
  it.each([
    ['two sentences', 'en', ['Trains stopped.', 'Why did they?', 'Nobody knows!']],
    ['a time of day', 'en', ['They resumed at 9 a.m. on Friday.', 'All is well.']],
    ['a country', 'en', ['The U.S. Department of Energy said so.', 'It repeated it.']],
    ['companies and people', 'en', ['Acme Inc. Chief Dr. J. Doe denied it.', 'Mr. Roe did not.']],
    ['a numbered thing', 'en', ['Unit No. 5 failed.', 'Unit 4 ran at 3.5 GW.']],
    ['a word that ends like an abbreviation', 'en', ['They flew to Mexico.', 'It was a casino.', 'Then home.']],
    ['German ordinals', 'de', ['Am 19. Juli fielen Züge aus.', 'Nr. 5 fuhr.']],
    ['a number at the end of an English sentence', 'en', ['The toll rose to 19.', 'Trains stopped.']],
    ['Chinese', 'zh', ['列车停运。', '系统已恢复！', '真的吗？']],
    ['Japanese', 'ja', ['電車が止まった。', '復旧した。']],
    ['Greek', 'el', ['Γιατί;', 'Κανείς δεν ξέρει.']],
    ['an undetermined language', 'und', ['One.', 'Two.']],
    ['no language at all', 'not a tag', ['One.', 'Two.']],
    ['a text without full stop', 'en', ['Trains stopped']],
    ['a text that ends in an abbreviation', 'en', ['It is Acme Inc.']],
  ])('%s (%s)', (_name, language, sentences) => {
    const gap = language === 'zh' || language === 'ja' ? '' : ' ';
    expect(splitSentences(sentences.join(gap), language)).toEqual(sentences);
  });

  it('a text of nothing but space are none', () => {
    expect(splitSentences(' \n ', 'en')).toEqual([]);
  });

  it('a text of abbreviations alone is soon read', () => {
    expect(splitSentences('A. '.repeat(30_000), 'en')).toHaveLength(1);
  });

  it('any text hold all of its words, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a.m.', 'Inc.', '19.', 'Juli', 'no', '停。', '!', ' ', '\n', 'Él')),
        (parts) => {
          const text = parts.join(' ');
          for (const language of ['en', 'de', 'zh']) {
            const sentences = splitSentences(text, language);
            expect(sentences.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
            expect(sentences).not.toContain('');
          }
        },
      ),
    );
  });
});

describe('a text cut to a limit', () => {
  it.each([
    ['Trains halted', 13, 'Trains halted'],
    ['Trains halted again', 14, 'Trains halted…'],
    ['Trains halted again', 16, 'Trains halted…'],
    ['Trains halted, again', 16, 'Trains halted…'],
    ['Extraordinarily', 6, 'Extra…'],
    ['🚀🚀🚀', 4, '🚀…'],
    ['列车停运系统', 4, '列车停…'],
    ['Trains', 1, '…'],
    ['Trains', 0, ''],
    ['Trains', -5, ''],
    ['', 0, ''],
  ])('%j to %i is %j', (text, limit, cut) => {
    expect(truncate(text, limit)).toBe(cut);
  });

  it('is never longer, never ends in half a character, and begins as the text does', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom('a', ' ', '🚀', '.', '—') }),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 40 }), (whole, limit) => {
        const cut = truncate(whole, limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(cut.isWellFormed()).toBe(true);
        expect(whole.startsWith(cut.replace(/…$/, ''))).toBe(true);
        if (whole.length <= limit) expect(cut).toBe(whole);
      }),
    );
  });
});
