import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../lib/article.ts';
import { summarizeStory } from '../../lib/digest/summarize.ts';
import { splitSentences } from '../../lib/text.ts';
import { buildArticle } from '../fixtures/builders.ts';

const cause = 'A faulty update of a security product stopped check-in computers at three airports on Friday morning.';
const again = 'On Friday morning a faulty security update stopped the check-in computers of three airports.';
const effect = 'Hospitals in Saxony postponed operations and wrote their patient lists by hand until the evening.';
const opinion = 'Parliament must oblige vendors to rehearse every update before thousands of machines receive it.';
const viewpoints: Article['viewpoints'] = [{ id: 'regulation', score: 0.9, evidence: ['must'] }];

function summarize(articles: (string | Partial<Article>)[], title = 'Blue screens'): string {
  return summarizeStory(
    articles.map((article, i) =>
      buildArticle({
        id: `a${i}`,
        title: 'Blue screens',
        ...(typeof article === 'string' ? { summary: article } : article),
      }),
    ),
    title,
  );
}

describe('a summary', () => {
  it('is what the articles say, the central and what adds to it', () => {
    expect(summarize([cause, effect])).toBe(`${cause} ${effect}`);
  });

  it('stands in order of publication, and within an article in its order', () => {
    expect(summarize([effect, cause, again])).toMatch(new RegExp(`^${effect} `));
    // The last sentence is the central one, since another report has its words.
    expect(summarize([`Trains ran. ${effect} ${cause}`, { title: cause, summary: 'So.' }])).toBe(`${effect} ${cause}`);
  });

  it('says nothing twice', () => {
    expect([cause, again]).toContain(summarize([cause, again, cause]));
  });

  it('does not repeat the headline where it can say something else', () => {
    expect(summarize([cause, effect], cause)).toBe(effect);
  });

  it('takes no opinion where there are reports', () => {
    expect(summarize([{ summary: opinion, viewpoints }, cause, { summary: opinion, viewpoints }])).toBe(cause);
  });

  it('takes opinion where there is nothing else', () => {
    expect(summarize([{ summary: opinion, viewpoints }])).toBe(opinion);
  });

  const german = 'Ein fehlerhaftes Update legte am Freitagmorgen die Abfertigung an drei Flughäfen vollständig lahm.';

  it('is in English where anything is told in English', () => {
    expect(summarize([{ summary: german, language: 'de' }, { summary: german, language: 'de' }, cause])).toBe(cause);
  });

  it('is in another language where the English items have headlines only', () => {
    const english = { summary: '' };
    const opinionated = { summary: `${german} Wir brauchen Gesetze.`, language: 'de', viewpoints };
    expect(summarize([opinionated, english, { summary: german, language: 'de' }])).toBe(german);
  });

  it('is in the commonest language where there is no English', () => {
    const french = {
      summary: 'Une mise à jour défectueuse a bloqué vendredi matin trois aéroports du pays.',
      language: 'fr',
    };
    const other = { summary: german, language: 'de' };
    expect(summarize([french, other, other])).toBe(german);
  });

  it.each([
    [
      'zh',
      '多国机场因安全软件更新故障大面积停摆，旅客排队数小时。',
      '萨克森州多家医院推迟手术，改用纸质病历直到当晚。',
    ],
    [
      'ja',
      'セキュリティー更新の不具合で三つの空港の搭乗手続きが停止した。',
      '東部の病院では手術が延期され、紙のカルテが使われた。',
    ],
  ])('is two sentences in %s too', (language, first, second) => {
    // A dateline is too short to say anything; the sentences are not, though they have few characters.
    const dateline = '记者周五报道。';
    expect(summarize([{ summary: `${dateline}${first}${second}`, language }])).toBe(`${first} ${second}`);
  });

  it('is empty where no article has a summary', () => {
    expect(summarize([{ summary: '' }, { summary: '', language: 'de' }])).toBe('');
    expect(summarize([])).toBe('');
  });

  it('is the first two sentences where all are short', () => {
    expect(summarize(['It fell over. Nobody knows why. Tills are shut. More soon.'])).toBe(
      'It fell over. Nobody knows why.',
    );
  });

  it.each([
    ['a question', `${cause} Who would have thought that a single file could do such a thing?`],
    ['a sentence cut short', `${cause} Hospitals in Saxony postponed operations and wrote patient lists by …`],
    ['a caption', `Photo: passengers wait in a hall of Elbe airport on a Friday in July. ${cause}`],
    ['a short sentence', `${cause} Nobody was hurt.`],
  ])('leaves out %s', (_, summary) => {
    expect(summarize([summary])).toBe(cause);
  });

  it('cuts a sentence that is too long at a word', () => {
    const long = `The operator said that ${'its machines and the people who care for them '.repeat(12)}were tired.`;
    const summary = summarize([long]);
    expect(summary.length).toBeLessThanOrEqual(260);
    expect(summary).toMatch(/\p{L}…$/u);
    expect(long).toContain(summary.slice(0, -1));
  });

  it.each([
    ['sentences', `${cause} ${effect} `.repeat(5_500)],
    ['one word', 'a'.repeat(1_000_000)],
    ['full stops', '. '.repeat(500_000)],
    ['ideographs', '多国机场因安全软件更新故障停摆。'.repeat(65_000)],
  ])('of a megabyte of %s is as short as any', (_, book) => {
    expect(summarize([book, book]).length).toBeLessThanOrEqual(2 * 260 + 1);
  });

  it('is taken from the first pages of a book', () => {
    const pages = Array.from({ length: 1_500 }, (_, i) => `Line ${i}.`).join(' ');
    expect(summarize([`${pages} ${cause}`])).toBe('Line 0. Line 1.');
    expect(summarize([`${cause} ${pages}`])).toBe(cause);
  });
});

describe('the summary of any articles', () => {
  const sentence = fc.constantFrom(
    cause,
    again,
    effect,
    opinion,
    'Trains halted.',
    '多国机场因安全软件更新故障停摆。',
    'Why? …',
  );
  const summary = fc.oneof(
    fc.array(sentence, { maxLength: 5 }).map((sentences) => sentences.join(' ')),
    // Items come without space around them.
    fc.string({ unit: 'binary', maxLength: 300 }).map((text) => text.trim()),
  );
  const anyArticles = fc.array(
    fc.record({
      summary,
      language: fc.constantFrom('en', 'de', 'zh'),
      viewpoints: fc.constantFrom([], viewpoints),
    }),
    { maxLength: 8 },
  );

  it('is at most two of their sentences, each once, word for word or cut', () => {
    fc.assert(
      fc.property(anyArticles, (articles) => {
        const told = summarize(articles);
        const sentences = articles.flatMap((article) => splitSentences(article.summary, article.language));
        const isFrom = (text: string, source: string): boolean =>
          text === source || (text.endsWith('…') && source.startsWith(text.slice(0, -1)));
        const isOne = sentences.some((one) => isFrom(told, one));
        const isTwo = sentences.some((one, i) =>
          sentences.some((two, j) => i !== j && (isFrom(told, `${one} ${two}`) || told === `${one} ${two}`)),
        );
        expect(told === '' || isOne || isTwo).toBe(true);
      }),
    );
  });

  it('is not empty where an article has words', () => {
    fc.assert(
      fc.property(anyArticles, (articles) => {
        if (articles.some((article) => article.summary.trim())) expect(summarize(articles).trim()).not.toBe('');
      }),
    );
  });
});
