import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { classifyArticle } from '../../lib/classify/classify.ts';
import { createReviewers, loadModel } from '../../lib/runtime/local.ts';
import { buildArticle } from '../fixtures/builders.ts';

const folder = mkdtempSync(join(tmpdir(), 'faultline-local-'));
afterAll(() => rmSync(folder, { recursive: true }));

function writeGazetteer(name: string, text: string): { gazetteer: string } {
  const gazetteer = join(folder, name);
  writeFileSync(gazetteer, text);
  return { gazetteer };
}

const article = {
  title: 'Qwxyzon is down',
  summary: 'The computers of Qwxyzon failed in the morning, and its systems stay offline.',
  language: 'en',
};

describe('organisations of the user’s own', () => {
  const own = writeGazetteer('own.tsv', 'name\tsector\tcountry\tcontext\nQwxyzon\twater\tNO\t\n');

  it('give their sector away, beside those that ship', async () => {
    const [shipped, model] = [await loadModel(), await loadModel(own)];
    const sectorsOf = (of: typeof model, text: typeof article) => classifyArticle(of, text).sectors.map(({ id }) => id);
    expect(sectorsOf(shipped, article)).not.toContain('water');
    expect(sectorsOf(model, article)).toContain('water');
    const bank = { ...article, title: 'Deutsche Bank is down', summary: 'Customers of Deutsche Bank cannot log in.' };
    expect(sectorsOf(model, bank)).toEqual(sectorsOf(shipped, bank));
    expect(sectorsOf(model, bank)).toContain('banking');
  });

  it('are known to who judges again for a workspace', async () => {
    const [plain, reviewer] = [await createReviewers()(undefined), await createReviewers(own)({})];
    const draft = buildArticle(article);
    expect(plain.classify(draft).sectors.map(({ id }) => id)).not.toContain('water');
    expect(reviewer.classify(draft).sectors.map(({ id }) => id)).toContain('water');
    expect(reviewer.findEvidence(draft, 'sector:water')).toContain('Qwxyzon');
  });

  it('are refused with the file and the line that is wrong', async () => {
    const wrong = writeGazetteer('wrong.tsv', 'Qwxyzon\twater\nNorvale\tair\n');
    await expect(loadModel(wrong)).rejects.toMatchObject({
      code: 'corpus-wrong',
      message: `${wrong.gazetteer} line 2: sector "air" is not in the taxonomy`,
    });
  });

  it('are refused where there is no such file', async () => {
    await expect(loadModel({ gazetteer: join(folder, 'nonesuch.tsv') })).rejects.toMatchObject({
      code: 'file-unreadable',
    });
  });
});
