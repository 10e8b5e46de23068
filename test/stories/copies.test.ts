import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCopies } from '../../lib/stories/copies.ts';

const agency =
  'A faulty update of a security product stopped computers on Friday, grounding flights from Perth to Berlin and taking ' +
  'television channels off the air, while the vendor said that the cause had been found and that a fix was being sent out.';
const own =
  'Queues reached the car park at Elbe airport this morning. Staff wrote boarding passes by hand and told travellers to come ' +
  'back on Saturday, because nobody could say when the terminals behind the counters would start again.';

const report = (title: string, summary = '') => ({ title, summary });

describe('a copy', () => {
  it('of agency text is one under another headline', () => {
    expect(findCopies([report('Flights grounded', agency), report('Blue screens around the world', agency)])).toEqual([
      0, 0,
    ]);
  });

  it('is found by its body where the headlines are as long', () => {
    const body = 'The operator said that trains between Elbe and Fjord stood still for three hours.';
    const headlines = [
      'Signal fault halts northern railway on a Friday in July',
      'What passengers stuck near the coast told our reporter',
    ];
    expect(findCopies(headlines.map((title) => report(title, body)))).toEqual([0, 0]);
  });

  it('is one with a word changed and another left out', () => {
    const edited = agency.replace('faulty', 'defective').replace(' on Friday', '');
    expect(findCopies([report('Flights grounded', agency), report('Screens go blue', edited)])).toEqual([0, 0]);
  });

  it('is one in other typography', () => {
    const quoted = `"We can't say when," the airline's spokesman said. ${agency}`;
    const curly = `“We can’t say when,” the airline’s spokesman said. ${agency.toUpperCase()}`;
    expect(findCopies([report('A', quoted), report('B', curly)])).toEqual([0, 0]);
  });

  it('is one whatever language the feeds claim', () => {
    const copies = ['en', 'und', 'de'].map((language) => ({ ...report('Flights grounded', agency), language }));
    expect(findCopies(copies)).toEqual([0, 0, 0]);
  });

  it('points at the first of a chain, however far the last has come from it', () => {
    const words = Array.from({ length: 40 }, (_, i) => `word${i}`);
    const drift = (changed: number) => words.map((word, i) => (i < changed ? `other${i}` : word)).join(' ');
    const chain = [0, 6, 12].map((changed) => report('', drift(changed)));
    expect(findCopies([chain[0], chain[2]].flatMap((text) => text ?? []))).toEqual([0, 1]);
    expect(findCopies(chain)).toEqual([0, 0, 0]);
  });

  it('is found among reports of others', () => {
    expect(
      findCopies([report('A', own), report('B', agency), report('C', `${own} More follows.`), report('D', agency)]),
    ).toEqual([0, 1, 0, 1]);
  });

  it.each([
    ['zh', '多国机场因安全软件更新故障大面积停摆，厂商称须逐台手动修复，监管部门要求各地上报。'],
    ['ja', '世界各地の空港や病院で、セキュリティー更新の不具合により端末が停止し、復旧は手作業で進められている。'],
  ])('is found by its body under another headline in %s', (_, body) => {
    expect(findCopies([report('首报', body), report('全球系统大规模中断', body), report('首报')])).toEqual([0, 0, 2]);
  });

  it('is found of a short item that is the same word for word', () => {
    expect(findCopies([report('Trains halted'), report('Trains halted')])).toEqual([0, 0]);
  });
});

describe('no copy', () => {
  it('is a report of the same event in its own words', () => {
    expect(findCopies([report('Flights grounded', agency), report('Flights grounded', own)])).toEqual([0, 1]);
  });

  it('is a report that quotes one sentence of another', () => {
    const quoting = `${own} "The cause had been found and a fix was being sent out", the vendor said.`;
    expect(findCopies([report('A', agency), report('B', quoting)])).toEqual([0, 1]);
  });

  it('is a short item that differs in the word that matters', () => {
    expect(findCopies([report('Trains halted'), report('Flights halted'), report('Trains halted in Oslo')])).toEqual([
      0, 1, 2,
    ]);
  });

  it('is an item without any word', () => {
    expect(findCopies([report('🔥'), report('…'), report('')])).toEqual([0, 1, 2]);
  });

  it('is found among none', () => {
    expect(findCopies([])).toEqual([]);
  });
});

describe('any articles', () => {
  const text = fc.oneof(
    fc.constantFrom(agency, own, '', 'Trains halted'),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(fc.constantFrom('rail', 'port', 'bank', '机场'), { maxLength: 20 }).map((words) => words.join(' ')),
  );

  it('point at themselves or at an earlier one that points at itself', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ title: text, summary: text }), { maxLength: 25 }), (articles) => {
        const originals = findCopies(articles);
        expect(originals).toHaveLength(articles.length);
        for (const [i, original] of originals.entries()) {
          expect(original).toBeLessThanOrEqual(i);
          expect(originals[original]).toBe(original);
        }
        expect(findCopies(articles)).toEqual(originals);
      }),
    );
  });

  it('of the same words are copies of the first, a thousand times over', () => {
    const texts = Array.from({ length: 1_000 }, (_, i) => report(`Headline ${i}`, i % 2 === 0 ? agency : own));
    expect(findCopies(texts)).toEqual(texts.map((_, i) => i % 2));
  });
});
