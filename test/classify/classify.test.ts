import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyArticle, explainArticle, findEvidence, scoreArticle } from '../../lib/classify/classify.ts';
import { modelLabels } from '../../lib/classify/model.ts';
import { loadModel } from '../../lib/runtime/local.ts';

const model = await loadModel();
const read = (title: string, summary = '', language = 'en') => classifyArticle(model, { title, summary, language });

describe('the shipped model', () => {
  it('tells an outage, who is hit by it, and in which words', () => {
    const judgement = read(
      'Flights grounded as check-in system fails',
      'The airline said a software fault took down its check-in computers. Passengers queued for hours at the airport.',
    );
    expect(judgement.topic).toBe('outage');
    const aviation = judgement.sectors.find(({ id }) => id === 'aviation');
    expect(aviation?.evidence.length).toBeGreaterThan(0);
  });

  it.each([
    [
      'attack',
      'Ransomware gang claims hospital breach',
      'Hackers encrypted servers and stole patient records, the clinic said.',
    ],
    [
      'vulnerability',
      'Critical flaw in VPN gateway, patch released',
      'CVE-2025-1111 allows remote code execution. Users should update at once.',
    ],
    [
      'policy',
      'Parliament passes cyber security bill',
      'The law obliges operators to report incidents within 24 hours or be fined.',
    ],
    ['other', 'Late goal sends United into the cup final', 'The striker scored in the last minute before 40,000 fans.'],
  ])('says %s of: %s', (topic, title, summary) => {
    expect(read(title, summary).topic).toBe(topic);
  });

  it.each([
    ['de', 'Bank-App ausgefallen', 'Kunden der Sparkasse kommen seit dem Morgen nicht in ihr Online-Banking.'],
    ['es', 'Un fallo informático deja sin servicio a los cajeros', 'El banco trabaja para restablecer el sistema.'],
    ['zh', '银行系统故障导致支付中断', '多家银行的手机应用无法登录，技术人员正在抢修。'],
  ])('reads %s: %s', (language, title, summary) => {
    const judgement = read(title, summary, language);
    expect(judgement.topic).toBe('outage');
    expect(judgement.sectors.map(({ id }) => id)).toContain('banking');
  });

  it('gives out-of-scope articles no sectors and no viewpoints', () => {
    const judgement = read('Hospital strike ends', 'Nurses accepted the pay offer of the ministry.');
    expect(judgement).toMatchObject({ topic: 'other', sectors: [], viewpoints: [] });
  });

  it('lets the publisher lean a viewpoint but never make a label', () => {
    const judgement = classifyArticle(model, {
      title: '',
      summary: '',
      language: 'en',
      publisher: { name: 'State Daily', country: 'CN', ownership: 'state' },
    });
    expect(judgement.viewpoints).toEqual([]);
  });

  it('explains what spoke for and against each label that it gave', () => {
    const explanations = explainArticle(model, {
      title: 'Ransomware gang claims hospital breach',
      summary: 'Hackers encrypted servers and stole patient records.',
      language: 'en',
    });
    const attack = explanations.find(({ label }) => label === 'topic:attack');
    expect(attack).toMatchObject({ given: true });
    expect(attack?.for[0]?.weight).toBeGreaterThan(0);
    for (const { against } of explanations) for (const { weight } of against) expect(weight).toBeLessThan(0);
  });

  it('says how likely each label is, given or not', () => {
    const article = {
      title: 'Ransomware gang claims hospital breach',
      summary: 'Hackers encrypted servers and stole patient records.',
      language: 'en',
    };
    const scores = scoreArticle(model, article);
    expect(scores).toHaveLength(modelLabels.length);
    for (const { id, score } of classifyArticle(model, article).sectors)
      expect(scores[modelLabels.indexOf(`sector:${id}`)]).toBeCloseTo(score, 4);
    for (const { label, score } of explainArticle(model, article))
      expect(scores[modelLabels.indexOf(label)]).toBe(score);
    expect(scores[modelLabels.indexOf('topic:attack')]).toBe(Math.max(...scores.slice(0, 5)));
    expect(scoreArticle(model, { title: '', summary: '', language: 'en' }).every((score) => score > 0)).toBe(true);
  });

  it('finds the words for a label that it did not give', () => {
    const article = {
      title: 'Flights grounded',
      summary: 'The airline said that trains ran as usual.',
      language: 'en',
    };
    expect(classifyArticle(model, article).sectors.map(({ id }) => id)).not.toContain('education');
    expect(findEvidence(model, article, 'sector:rail')).toContain('trains');
    expect(findEvidence(model, article, 'sector:aviation').join(' ')).toMatch(/[Ff]light|airline/);
  });

  it.each([
    ['no word speaks for the label', 'Qwxyz', 'sector:water'],
    ['the label is none', 'Flights grounded', 'sector:space'],
  ])('finds the title where %s: %s, %s', (_, title, label) => {
    expect(findEvidence(model, { title, summary: '', language: 'en' }, label)).toEqual([title]);
  });

  it.each([
    ['an empty item', '', ''],
    ['a megabyte of one word', 'attack '.repeat(150_000), 'x'.repeat(1_000_000)],
    ['marks and emoji', '\u202e\u200f🔥🔥', '<b>&nbsp;</b>'],
    ['another language than it says', '银行系统故障', 'Сбой в банке'],
    ['words that objects have', 'constructor __proto__ toString', 'hasOwnProperty valueOf'],
  ])('judges %s', (_, title, summary) => {
    const judgement = read(title, summary);
    expect(judgement.topicScore).toBeGreaterThanOrEqual(0);
    expect(judgement.topicScore).toBeLessThanOrEqual(1);
  });

  it('gives every label evidence from the text, and a probability, whatever the text', () => {
    const words = fc.constantFrom(
      'outage',
      'bank',
      'hackers',
      'the',
      'UN',
      'fined',
      'flights',
      '銀行',
      'GDPR',
      '<b>',
      '50%',
      'treaty',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 200 }), (list, noise) => {
        const title = list.slice(0, 8).join(' ');
        const summary = `${list.slice(8).join(' ')} ${noise}`;
        const { sectors, viewpoints } = read(title, summary);
        for (const { score, evidence } of [...sectors, ...viewpoints]) {
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThanOrEqual(1);
          expect(evidence.length).toBeGreaterThan(0);
          const text = `${title} ${summary}`.toLowerCase();
          for (const part of evidence.join(' ').toLowerCase().split(' ')) expect(text).toContain(part);
        }
      }),
    );
  });
});
