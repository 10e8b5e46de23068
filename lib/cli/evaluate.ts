import { basename } from 'node:path';
import { identify } from '../article.ts';
import { classifyArticle, findEvidence, scoreArticle } from '../classify/classify.ts';
import { describeVocabulary, type Model, modelLabels } from '../classify/model.ts';
import { judgeByKeywords, trainMajority } from '../classify/training/baselines.ts';
import { trainBayes } from '../classify/training/bayes.ts';
import { type LabelledItem, parseLabelledItems } from '../classify/training/corpus.ts';
import {
  type Evaluation,
  evaluateByLanguage,
  evaluateGrouping,
  evaluateVerdicts,
  findWorstMistakes,
  type LanguageScore,
  listLabels,
  type Mistake,
  measureReliability,
  type Score,
  toVerdict,
  type Verdict,
} from '../classify/training/evaluate.ts';
import { loadModel } from '../runtime/local.ts';
import { readText } from '../runtime/read-file.ts';
import { createGrouping } from '../stories/grouping.ts';
import { createSketch } from '../stories/sketch.ts';
import { topics } from '../taxonomy.ts';
import { type Context, print, printJson, say } from './context.ts';
import { readCorpus } from './train.ts';

const worstShown = 20;

/** A judge beside ours, in the same table. */
interface Baseline {
  name: string;
  judge(item: LabelledItem): Verdict;
}

/** Everything that is said of one file. */
interface Report extends Evaluation {
  file: string;
  baselines: { name: string; evaluation: Evaluation }[];
  languages: LanguageScore[];
  reliability: ReturnType<typeof measureReliability>;
  stories: ReturnType<typeof evaluateGrouping> | undefined;
  worst: (Mistake & { evidence: string[] })[];
}

/** `evaluate`: how good labels and stories are on labelled items, beside the baselines. */
export async function runEvaluate(context: Context, files: readonly string[]): Promise<void> {
  const model = await loadModel(context.config);
  const corpus = await readCorpus();
  say('Training the baselines takes some seconds.');
  const baselines: Baseline[] = [
    { name: 'majority', judge: trainMajority(corpus) },
    { name: 'keyword rules', judge: judgeByKeywords },
    { name: 'natural Bayes', judge: trainBayes(corpus) },
  ];
  for (const file of files) {
    const items = parseLabelledItems(await readText(file), basename(file));
    const report = await evaluateFile(basename(file), items, model, baselines);
    if (context.json) printJson(report);
    else print(renderReport(report));
  }
}

async function evaluateFile(
  file: string,
  items: readonly LabelledItem[],
  model: Model,
  baselines: readonly Baseline[],
): Promise<Report> {
  const verdicts = items.map((item) => toVerdict(classifyArticle(model, item)));
  const scores = items.map((item) => scoreArticle(model, item));
  const isTrue = items.flatMap((item) => {
    const carried = listLabels(item);
    return modelLabels.map((label) => carried.has(label));
  });
  const worst = findWorstMistakes(items, verdicts, modelLabels, scores, worstShown);
  return {
    file,
    ...evaluateVerdicts(items, verdicts),
    baselines: baselines.map(({ name, judge }) => ({ name, evaluation: evaluateVerdicts(items, items.map(judge)) })),
    languages: evaluateByLanguage(items, verdicts),
    reliability: measureReliability(
      scores.flatMap((row) => [...row]),
      isTrue,
    ),
    stories: await groupItems(items, model),
    worst: worst.map((mistake) => ({ ...mistake, evidence: findEvidence(model, mistake.item, mistake.label) })),
  };
}

/** B-cubed scores of the grouping, items taken in order of publication; `undefined` where the items name no stories. */
async function groupItems(
  items: readonly LabelledItem[],
  model: Model,
): Promise<ReturnType<typeof evaluateGrouping> | undefined> {
  const dated = items.filter(({ story, published }) => story && published);
  if (dated.length === 0) return undefined;
  const ordered = dated.toSorted((a, b) => (a.published?.getTime() ?? 0) - (b.published?.getTime() ?? 0));
  const vocabulary = describeVocabulary(model);
  const grouping = createGrouping();
  for (const [i, item] of ordered.entries()) {
    const publishedAt = item.published ?? new Date(0);
    const id = item.id ?? identify(`${i}`);
    await grouping.place(
      createSketch({ ...item, ...classifyArticle(model, item), id, publishedAt }, '', vocabulary),
      id,
    );
  }
  return evaluateGrouping(
    grouping.placed().map(({ storyId }) => storyId),
    ordered.map(({ story }) => story ?? ''),
  );
}

function renderReport(report: Report): string {
  const { file, items, confusion, languages, reliability, stories, worst } = report;
  const lines = [`${file}: ${items} items`, '', 'Topics, the true one at the left:'];
  lines.push(`${' '.repeat(18)}${topics.map((id) => id.slice(0, 7).padStart(9)).join('')}`);
  for (const [i, row] of confusion.entries()) {
    lines.push(`${(topics[i] ?? '').padEnd(18)}${row.map((count) => `${count}`.padStart(9)).join('')}`);
  }
  lines.push('', `${'label'.padEnd(18)}${columns(['precision', 'recall', 'F1', 'support'])}`);
  for (const score of [...report.topics, ...report.sectors]) lines.push(renderScore(score));
  lines.push(renderScore({ ...report.sectorMicro, label: 'sectors, micro' }));
  for (const score of report.viewpoints) lines.push(renderScore(score));
  lines.push(renderScore({ ...report.viewpointMicro, label: 'viewpoints, micro' }), '');

  const overall = ['topic', 'sec micro', 'sec macro', 'view micro', 'view macro'];
  lines.push(`${'judge'.padEnd(18)}${columns(overall)}`, renderOverall('Faultline', report));
  for (const { name, evaluation } of report.baselines) lines.push(renderOverall(name, evaluation));
  lines.push('', `${'language'.padEnd(18)}${columns(['items', 'topic', 'sec micro', 'view micro'])}`);
  for (const { language, items: count, topicAccuracy, sectorF1, viewpointF1 } of languages)
    lines.push(
      `${language.padEnd(18)}${columns([`${count}`, ...[topicAccuracy, sectorF1, viewpointF1].map(writeShare)])}`,
    );
  lines.push('', `${'probability'.padEnd(18)}${columns(['labels', 'said', 'true'])}`);
  for (const { from, to, count, said, true: isTrue } of reliability.bands)
    lines.push(`${`${from} to ${to}`.padEnd(18)}${columns([`${count}`, writeShare(said), writeShare(isTrue)])}`);
  lines.push(`expected calibration error ${writeShare(reliability.error)}`, '');
  if (stories)
    lines.push(
      `stories: B-cubed precision ${writeShare(stories.precision)}, recall ${writeShare(stories.recall)}, F1 ${writeShare(stories.f1)}`,
      '',
    );
  if (worst.length > 0) lines.push(`The ${worst.length} mistakes in which the model was surest:`);
  for (const { item, label, kind, score, evidence } of worst) {
    lines.push(
      `${kind} ${label} (${writeShare(score)})  ${item.id ?? ''}  ${item.title}`,
      `    ${evidence.map((words) => `“${words}”`).join(', ')}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function renderScore({ label, precision, recall, f1, support }: Score): string {
  return `${label.padEnd(18)}${columns([...[precision, recall, f1].map(writeShare), `${support}`])}`;
}

function renderOverall(name: string, evaluation: Evaluation): string {
  const { topicAccuracy, sectorMicro, sectorMacroF1, viewpointMicro, viewpointMacroF1 } = evaluation;
  const shares = [topicAccuracy, sectorMicro.f1, sectorMacroF1, viewpointMicro.f1, viewpointMacroF1];
  return `${name.padEnd(18)}${columns(shares.map(writeShare))}`;
}

function columns(cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(11)).join('');
}

function writeShare(share: number): string {
  return share.toFixed(3);
}
