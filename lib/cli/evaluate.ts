import { basename } from 'node:path';
import { identify } from '../article.ts';
import { classifyArticle } from '../classify/classify.ts';
import { describeVocabulary, type Model } from '../classify/model.ts';
import { trainBayes } from '../classify/training/bayes.ts';
import { type LabelledItem, parseLabelledItems } from '../classify/training/corpus.ts';
import {
  type Evaluation,
  evaluateGrouping,
  evaluateVerdicts,
  type Score,
  toVerdict,
} from '../classify/training/evaluate.ts';
import { loadModel } from '../runtime/local.ts';
import { joinStory } from '../stories/place.ts';
import { createSketch } from '../stories/sketch.ts';
import { createSketchIndex } from '../stories/sketch-index.ts';
import { topics } from '../taxonomy.ts';
import { type Context, print, printJson, say } from './context.ts';
import { readText } from './read-file.ts';
import { readCorpus } from './train.ts';

/** `evaluate`: precision, recall and F1 of the model on labelled items, and of the grouping where they name stories. */
export async function runEvaluate(
  context: Context,
  files: readonly string[],
  options: { baseline?: boolean },
): Promise<void> {
  const model = await loadModel();
  let baseline: ReturnType<typeof trainBayes> | undefined;
  if (options.baseline) {
    say('Training the baseline takes some minutes.');
    baseline = trainBayes(await readCorpus());
  }
  for (const file of files) {
    const items = parseLabelledItems(await readText(file), basename(file));
    const evaluation = evaluateVerdicts(
      items,
      items.map((item) => toVerdict(classifyArticle(model, item))),
    );
    const stories = groupItems(items, model);
    const bayes = baseline && evaluateVerdicts(items, items.map(baseline));
    if (context.json) printJson({ file: basename(file), ...evaluation, stories, ...(bayes ? { bayes } : {}) });
    else print(renderEvaluation(basename(file), evaluation, stories, bayes));
  }
}

/** B-cubed scores of the grouping, items taken in order of publication; `undefined` where the items name no stories. */
function groupItems(items: readonly LabelledItem[], model: Model): ReturnType<typeof evaluateGrouping> | undefined {
  const dated = items.filter(({ story, published }) => story && published);
  if (dated.length === 0) return undefined;
  const ordered = dated.toSorted((a, b) => (a.published?.getTime() ?? 0) - (b.published?.getTime() ?? 0));
  const vocabulary = describeVocabulary(model);
  const index = createSketchIndex();
  const found = ordered.map((item, i) => {
    const publishedAt = item.published ?? new Date(0);
    const id = item.id ?? identify(`${i}`);
    const sketch = createSketch({ ...item, ...classifyArticle(model, item), id, publishedAt }, '', vocabulary);
    return joinStory(sketch, index, id);
  });
  return evaluateGrouping(
    found,
    ordered.map(({ story }) => story ?? ''),
  );
}

function renderEvaluation(
  file: string,
  evaluation: Evaluation,
  stories: ReturnType<typeof evaluateGrouping> | undefined,
  bayes: Evaluation | undefined,
): string {
  const lines = [`${file}: ${evaluation.items} items`, '', `topic accuracy ${evaluation.topicAccuracy.toFixed(3)}`];
  lines.push(`${'is \\ said'.padEnd(18)}${topics.map((id) => id.slice(0, 7).padStart(9)).join('')}`);
  for (const [i, row] of evaluation.confusion.entries()) {
    lines.push(`${(topics[i] ?? '').padEnd(18)}${row.map((count) => `${count}`.padStart(9)).join('')}`);
  }
  lines.push(
    '',
    `${'label'.padEnd(18)}${['precision', 'recall', 'F1', 'support'].map((name) => name.padStart(10)).join('')}`,
  );
  for (const score of [...evaluation.topics, ...evaluation.sectors]) lines.push(renderScore(score));
  lines.push(renderScore({ ...evaluation.sectorMicro, label: 'sectors, micro' }));
  for (const score of evaluation.viewpoints) lines.push(renderScore(score));
  lines.push(renderScore({ ...evaluation.viewpointMicro, label: 'viewpoints, micro' }), '');
  lines.push(renderOverall('Faultline', evaluation));
  if (bayes) lines.push(renderOverall('natural Bayes', bayes));
  if (stories) {
    lines.push(
      `stories           B-cubed precision ${stories.precision.toFixed(3)}, recall ${stories.recall.toFixed(3)}, F1 ${stories.f1.toFixed(3)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function renderScore({ label, precision, recall, f1, support }: Score): string {
  return `${label.padEnd(18)}${[precision, recall, f1].map((value) => value.toFixed(3).padStart(10)).join('')}${`${support}`.padStart(10)}`;
}

function renderOverall(
  name: string,
  { topicAccuracy, sectorMicro, sectorMacroF1, viewpointMicro, viewpointMacroF1 }: Evaluation,
): string {
  return `${name.padEnd(18)}topic ${topicAccuracy.toFixed(3)}, sectors micro F1 ${sectorMicro.f1.toFixed(3)} macro ${sectorMacroF1.toFixed(3)}, viewpoints micro F1 ${viewpointMicro.f1.toFixed(3)} macro ${viewpointMacroF1.toFixed(3)}`;
}
