import { describe, expect, it } from 'vitest';
import { judgeByKeywords, trainMajority } from '../../../lib/classify/training/baselines.ts';
import { evaluateVerdicts } from '../../../lib/classify/training/evaluate.ts';
import { toyItems } from '../../fixtures/toy-corpus.ts';

const judge = (title: string, summary = '') => judgeByKeywords({ title, summary, language: 'en' });

describe('the majority', () => {
  it('says of everything what most items are, without labels', () => {
    const verdict = { topic: 'outage', sectors: [], viewpoints: [] };
    expect(toyItems.map(trainMajority(toyItems))).toEqual(toyItems.map(() => verdict));
    const attacks = toyItems.filter(({ topic }) => topic === 'attack');
    expect(trainMajority(attacks)({ title: 'Flights grounded', summary: '', language: 'en' }).topic).toBe('attack');
  });
});

describe('keyword rules', () => {
  it.each([
    ['attack', 'Hackers encrypt hospital files', ['healthcare'], []],
    ['vulnerability', 'Patch released for CVE-2025-1111 in VPN server', ['cloud-it'], []],
    ['outage', 'Airline website offline', ['aviation'], []],
    ['policy', 'Court fines telecom over privacy', ['telecom'], ['regulation', 'rights']],
    ['other', 'Striker scores for the home side', [], []],
  ])('say %s of: %s', (topic, title, sectors, viewpoints) => {
    expect(judge(title)).toEqual({ topic, sectors, viewpoints });
  });

  it('read the summary as they read the title', () => {
    expect(judge('Monday', 'Airline website offline')).toEqual(judge('Airline website offline', 'Monday'));
  });

  it('take an outage that an attack caused for an attack', () => {
    expect(judge('Ransomware takes airline offline').topic).toBe('attack');
  });

  it('give what is out of scope no labels, though their words occur', () => {
    expect(judge('Airline opens a kitchen at the airport')).toEqual({ topic: 'other', sectors: [], viewpoints: [] });
  });

  it('do better than the majority on the toy corpus, so that they are worth being measured against', () => {
    const [rules, majority] = [judgeByKeywords, trainMajority(toyItems)].map((one) =>
      evaluateVerdicts(toyItems, toyItems.map(one)),
    );
    expect(rules?.topicAccuracy).toBeGreaterThan(majority?.topicAccuracy ?? 1);
    expect(rules?.sectorMicro.f1).toBeGreaterThan(0);
    expect(majority?.sectorMicro.f1).toBe(0);
  });
});
