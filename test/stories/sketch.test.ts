import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileConcepts, createConceptIndex } from '../../lib/classify/concepts.ts';
import { describeVocabulary } from '../../lib/classify/model.ts';
import { loadModel } from '../../lib/runtime/local.ts';
import { createSketch, isNameTerm, listIndexKeys, listKeys, type Vocabulary } from '../../lib/stories/sketch.ts';
import type { Sketch } from '../../lib/stories/story.ts';
import { topics } from '../../lib/taxonomy.ts';
import { buildArticle } from '../fixtures/builders.ts';

const shipped = describeVocabulary(await loadModel());
const rarities: Readonly<Record<string, number>> = { the: 1, of: 1, and: 1, at: 1.5, '%airport': 5, '%said': 1.2 };

/** Knows English, where most words are of one rarity, and two concepts; Frisian and the rest were never learned. */
const vocabulary: Vocabulary = {
  rarity: (stem, language) => rarities[stem] ?? (language === 'en' ? 6 : undefined),
  concepts: createConceptIndex(compileConcepts(['airport\tairport|aerodrome', 'said\tsaid|told'])),
};

function sketch(title: string, summary = '', language = 'en'): Sketch {
  return createSketch(buildArticle({ title, summary, language }), 'story-1', vocabulary);
}

/** The terms that are the sound of a name. */
const soundsOf = ({ terms }: Sketch): number[] => [...terms].filter(isNameTerm);
const wordsOf = ({ terms }: Sketch): number[] => [...terms].filter((term) => !isNameTerm(term));

/** Says how much a text shares with a sketch of one word alone; 0 where that word is no term. */
function weightOf(word: string, { terms, weights }: Sketch): number {
  const [hash] = wordsOf(sketch(word));
  const at = terms.indexOf(hash ?? -1);
  return at < 0 ? 0 : (weights[at] ?? 0);
}

function normOf({ weights }: Sketch): number {
  return Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0));
}

describe('a sketch', () => {
  it('carries what places its article', () => {
    const article = buildArticle({ title: 'Signals fail', summary: '' });
    expect(createSketch(article, 'story-9', vocabulary)).toMatchObject({
      articleId: 'article-1',
      storyId: 'story-9',
      at: article.publishedAt,
      topic: 'outage',
      sectors: ['aviation'],
    });
  });

  it('gives the same terms for the same words, and others for others', () => {
    expect(sketch('signals fail').terms).toEqual(sketch('signals fail').terms);
    expect(weightOf('pumps', sketch('signals fail'))).toBe(0);
    expect(weightOf('signals', sketch('signals fail'))).toBeGreaterThan(0);
  });

  it('leaves out what every article has', () => {
    expect(sketch('the of and at').terms).toHaveLength(0);
    expect(sketch('the fault').terms).toHaveLength(1);
  });

  it('counts a word of the title more than one of the summary', () => {
    const told = sketch('signals fail', 'pumps stand');
    expect(weightOf('signals', told)).toBeGreaterThan(weightOf('pumps', told));
  });

  it('counts a name more than another word', () => {
    const told = sketch('the failure at Ostwall');
    expect(weightOf('Ostwall', told)).toBeGreaterThan(weightOf('failure', told));
  });

  it.each(['CVE-2024-91347', 'AS64500', 'KB5034441'])('counts %s more than any name', (identifier) => {
    const told = sketch(`patch for ${identifier} at Ostwall`);
    expect(weightOf(identifier, told)).toBeGreaterThan(weightOf('Ostwall', told));
  });

  it('counts wordings of one concept as one term', () => {
    const terms = new Set(sketch('aerodrome').terms);
    expect([...sketch('airport').terms].filter((term) => terms.has(term))).toHaveLength(1);
  });

  it('leaves out concepts that every article has', () => {
    const terms = new Set(sketch('told').terms);
    expect([...sketch('said').terms].filter((term) => terms.has(term))).toEqual([]);
  });

  it('is empty for a text without words', () => {
    const empty = sketch('… !', '🔥');
    expect(empty.terms).toHaveLength(0);
    expect(listKeys({ ...empty, topic: 'other' })).toEqual([]);
  });

  it.each([
    ['Kyivstar', 'Киевстар'],
    ['Lufthansa', 'LUFTHANSA'],
    ['Moscow', 'Москва'],
  ])('finds %s again in %s, by its sound', (one, other) => {
    const [latin, cyrillic] = [sketch(`offline: ${one}`), sketch(`offline: ${other}`)];
    expect(soundsOf(latin)).toHaveLength(1);
    expect(soundsOf(cyrillic)).toEqual(soundsOf(latin));
  });

  it('counts the sound of a name less than the name', () => {
    const told = sketch('the Ostwall');
    const [sound = 0] = soundsOf(told);
    const weight = told.weights[told.terms.indexOf(sound)] ?? 0;
    expect(weight).toBeGreaterThan(0);
    expect(weight).toBeLessThan(weightOf('Ostwall', told));
  });

  it('keeps no sound of what is no name, or of a name that every article has', () => {
    expect(soundsOf(sketch('the ostwall stands'))).toEqual([]);
    const common: Vocabulary = { ...vocabulary, rarity: () => 1 };
    expect(createSketch(buildArticle({ title: 'At Ostwall' }), 's', common).terms).toHaveLength(0);
  });
});

describe('in a language that was never learned', () => {
  it('short words do not count, but long ones and names do', () => {
    const told = sketch('de treinen yn Ljouwert steane', 'De oarsaak is in steuring by Fryslantrein', 'fy');
    expect(wordsOf(told)).toHaveLength(new Set(['treinen', 'ljouwert', 'oarsaak', 'steuring', 'fryslantrein']).size);
    expect(soundsOf(told)).toHaveLength(new Set(['Ljouwert', 'Fryslantrein']).size);
  });

  it('a short word that begins a sentence is no name', () => {
    expect(sketch('it wie', 'wie it sa. Mar sa is it. It is', 'fy').terms).toHaveLength(0);
  });

  it('names count more than long words', () => {
    const told = sketch('de treinen yn Ljouwert', '', 'fy');
    expect(Math.max(...told.weights)).toBeCloseTo(weightOf('Ljouwert', told), 6);
    expect(wordsOf(told)).toHaveLength(2);
  });

  it.each([
    ['it', 'di il per sono come dalle una del della con che nel gli'],
    ['nl', 'de het een van in op met door over aan naar ook niet'],
    ['pl', 'w na nie do się jest od dla jak przez oraz'],
    ['tr', 've bir bu için ile da de'],
  ])('the shipped vocabulary of other languages does not count either: %s %s', (language, words) => {
    const article = buildArticle({ title: words, summary: words, language });
    expect(createSketch(article, 'story-1', shipped).terms).toHaveLength(0);
  });
});

describe('any text, however hostile', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc
      .array(fc.constantFrom('CVE-2024-1', '多国机场', 'Ostwall', '8,500', "don't", '\ud800', '%airport'), {
        maxLength: 90,
      })
      .map((words) => words.join(' ')),
    fc.array(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 300 }).map((words) => words.join(' ')),
  );

  it('makes at most 64 terms, each once, ascending, whose squared weights add up to one', () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom('en', 'zh', 'und', 'fy', ''), (title, summary, language) => {
        const made = sketch(title, summary, language);
        expect(made.terms.length).toBeLessThanOrEqual(64);
        expect(made.weights).toHaveLength(made.terms.length);
        expect([...made.terms]).toEqual([...new Set(made.terms)].sort((a, b) => a - b));
        expect(normOf(made)).toBeCloseTo(made.terms.length > 0 ? 1 : 0, 5);
        expect(made.weights.every((weight) => weight > 0)).toBe(true);
      }),
    );
  });

  it('has its heaviest terms as keys, and at least one where it has a term', () => {
    fc.assert(
      fc.property(text, text, (title, summary) => {
        const made = sketch(title, summary);
        const keys = new Set(listKeys({ ...made, topic: 'other' }));
        expect(keys.size).toBe(Math.min(12, made.terms.length));
        const lightestKey = Math.min(...made.weights.filter((_, i) => keys.has(made.terms[i] ?? -1)));
        for (const [i, term] of made.terms.entries())
          if (!keys.has(term)) expect(made.weights[i]).toBeLessThanOrEqual(lightestKey);
      }),
    );
  });

  it('is read to a bound: a megabyte makes no more terms than a page', () => {
    const book = Array.from({ length: 120_000 }, (_, i) => `chapter${i}`).join(' ');
    expect(book.length).toBeGreaterThan(1_000_000);
    expect(sketch(book, book).terms).toHaveLength(64);
  });
});

describe('keys', () => {
  it('are the twelve heaviest to ask for, of which six lead to a report in scope and four to another', () => {
    const words = Array.from({ length: 40 }, (_, i) => `term${i}`);
    const graded: Vocabulary = { ...vocabulary, rarity: (stem) => 4 + Number(stem.replace(/\D/g, '')) / 100 };
    const made = createSketch(buildArticle({ title: '', summary: words.join(' ') }), 'story-1', graded);
    expect(made.terms).toHaveLength(40);
    const asked = listKeys({ ...made, topic: 'other' });
    expect(asked).toHaveLength(12);
    expect(listIndexKeys({ ...made, topic: 'other' })).toEqual(asked.slice(0, 4));
    const [common, ...own] = listIndexKeys({ ...made, topic: 'outage' });
    expect(own).toEqual(asked.slice(0, 6));
    expect(listKeys({ ...made, topic: 'outage' })).toEqual([common, ...asked]);
  });

  it('are one more in scope, which all reports in scope have in common whatever their words', () => {
    const [one, two] = [sketch('signals fail'), sketch('pumps stand')];
    const shared = listKeys(one).filter((key) => listKeys(two).includes(key));
    expect(shared).toHaveLength(1);
    for (const topic of topics.filter((id) => id !== 'other'))
      expect(listKeys({ ...one, topic })).toEqual(listKeys(one));
    expect(listKeys({ ...one, topic: 'other' })).toEqual(listKeys(one).filter((key) => !shared.includes(key)));
  });
});
