import { describe, expect, it } from 'vitest';
import { type Correction, correctJudgement, mergeCorrections } from '../../lib/classify/correction.ts';
import { buildArticle, minutesLater } from '../fixtures/builders.ts';

const base: Correction = { articleId: 'article-1', team: 'ops', by: 'ann', at: minutesLater(0) };

describe('what several corrections of an article come to', () => {
  it('is nothing where there is none', () => {
    expect(mergeCorrections([])).toBeUndefined();
  });

  it('is each part as it was said last, by whoever said something last', () => {
    const merged = mergeCorrections([
      { ...base, topic: 'attack', sectors: ['rail'] },
      { ...base, by: 'bob', at: minutesLater(1), sectors: [] },
      { ...base, by: 'cleo', at: minutesLater(2), story: 'story-2', topic: 'policy' },
    ]);
    expect(merged).toEqual({
      ...base,
      by: 'cleo',
      at: minutesLater(2),
      topic: 'policy',
      sectors: [],
      story: 'story-2',
    });
  });
});

describe('a corrected judgement', () => {
  const article = buildArticle({
    sectors: [
      { id: 'aviation', score: 0.93, evidence: ['airline'] },
      { id: 'rail', score: 0.6, evidence: ['trains'] },
    ],
    viewpoints: [{ id: 'rights', score: 0.8, evidence: ['privacy'] }],
  });
  const correct = (correction: Partial<Correction>) =>
    correctJudgement(article, correction, (label) => [`why ${label}`]);

  it('is as it was where nothing was said of it', () => {
    expect(correct({})).toEqual(article);
    expect(correct({ topic: 'outage' })).toEqual(article);
  });

  it('has the sectors that were said, in their order, and no others', () => {
    expect(correct({ sectors: ['water', 'rail'] }).sectors).toEqual([
      { id: 'water', score: 1, evidence: ['why sector:water'] },
      { id: 'rail', score: 1, evidence: ['trains'] },
    ]);
    expect(correct({ sectors: [] }).sectors).toEqual([]);
  });

  it('has the viewpoints that were said, and its sectors as they were', () => {
    const { sectors, viewpoints } = correct({ viewpoints: ['regulation', 'rights'] });
    expect(viewpoints).toEqual([
      { id: 'regulation', score: 1, evidence: ['why view:regulation'] },
      { id: 'rights', score: 1, evidence: ['privacy'] },
    ]);
    expect(sectors).toEqual(article.sectors);
  });

  it('is sure of a topic that was said', () => {
    expect(correct({ topic: 'attack' })).toEqual({ ...article, topic: 'attack', topicScore: 1 });
  });

  it('has no labels where it is out of scope, also none that were said', () => {
    const outside = { ...article, topic: 'other', topicScore: 1, sectors: [], viewpoints: [] };
    expect(correct({ topic: 'other' })).toEqual(outside);
    expect(correct({ topic: 'other', sectors: ['rail'], viewpoints: ['rights'] })).toEqual(outside);
  });
});
