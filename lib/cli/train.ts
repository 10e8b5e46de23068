import { readdir, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { classifyArticle } from '../classify/classify.ts';
import { compileConcepts } from '../classify/concepts.ts';
import { parseEntities, parseGazetteer } from '../classify/gazetteer.ts';
import { describeVocabulary, type Model } from '../classify/model.ts';
import { compileSenses } from '../classify/senses.ts';
import { parseModel } from '../classify/stored-model.ts';
import { type LabelledItem, parseLabelledItems } from '../classify/training/corpus.ts';
import { learnCorrections } from '../classify/training/learn-corrections.ts';
import type { TrainingLexicon } from '../classify/training/pack.ts';
import { trainModel } from '../classify/training/train.ts';
import { gatherCorrected } from '../jobs/correct.ts';
import { loadModel } from '../runtime/local.ts';
import { readText } from '../runtime/read-file.ts';
import { createSketch } from '../stories/sketch.ts';
import { fitLikeness } from '../stories/training/fit-likeness.ts';
import { parseGroupedItems } from '../stories/training/grouped.ts';
import { type Context, print, printJson, say, withStore } from './context.ts';
import { createProgress } from './progress.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The items of the written corpus, file by file in the order of their names. */
export async function readCorpus(folder = here('../classify/training/corpus/')): Promise<LabelledItem[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.jsonl')).sort();
  const items: LabelledItem[] = [];
  for (const file of files) items.push(...parseLabelledItems(await readText(`${folder}${file}`), file));
  return items;
}

/** Everything that is written down beside the corpus: names, concepts, and the senses of words by language. */
async function readLexicon(): Promise<TrainingLexicon> {
  const concepts = await readTables('../classify/concepts/');
  const senses = await readTables('../classify/senses/');
  const gazetteer = parseGazetteer(await readText(here('../classify/gazetteer.tsv')));
  const known = new Set(gazetteer.map(([name]) => name));
  return {
    names: [...gazetteer, ...parseEntities(await readText(here('../classify/entities.tsv')), known)],
    concepts: compileConcepts(Object.values(concepts).flatMap((text) => text.split('\n'))),
    senses: compileSenses(senses),
  };
}

/** The tables of a folder by name, in the order of their names. */
async function readTables(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(here(folder))).filter((file) => file.endsWith('.tsv')).sort();
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [basename(file, '.tsv'), await readText(here(`${folder}${file}`))])),
  );
}

/** `train`: makes the model and the weights of likeness from what is written for them; the same bytes every time. */
export async function runTrain(context: Context, options: { out?: string; withCorrections?: boolean }): Promise<void> {
  if (options.withCorrections) {
    await trainWithCorrections(context);
    return;
  }
  const items = await readCorpus();
  const lexicon = await readLexicon();
  const progress = createProgress('labels');
  const { model, report } = trainModel(items, lexicon, (done) => progress.update(Math.round(done * 100), 100));
  progress.stop();
  const likeness = { weights: await fitGrouped(parseModel(model)) };
  const folder = options.out ? `${options.out}/` : undefined;
  const text = writeFormatted(model);
  await writeFile(folder ? `${folder}model.json` : here('../classify/model.json'), text);
  await writeFile(folder ? `${folder}likeness.json` : here('../stories/likeness.json'), writeFormatted(likeness));
  if (context.json) {
    printJson({
      items: items.length,
      names: lexicon.names.length,
      bytes: text.length,
      ...report,
      likeness: likeness.weights,
    });
    return;
  }
  for (const { label, f1, support } of report.heldOut)
    print(`${label.padEnd(24)} F1 ${f1.toFixed(3)}  of ${support} held-out items`);
  say(
    `${items.length} items, ${lexicon.names.length} names: ${report.features} features, ${report.weights} weights, ${text.length} bytes.`,
  );
}

/** `train --with-corrections`: what the workspace's corrections teach, kept in its store beside the shipped model. */
async function trainWithCorrections(context: Context): Promise<void> {
  const { team } = context.config;
  await withStore(context, async (store) => {
    const corrected = await gatherCorrected(store, team);
    const adjustment = learnCorrections(await loadModel(context.config), corrected);
    await store.corrections.adjust(team, adjustment);
    const features = Object.keys(adjustment).length;
    if (context.json) printJson({ team, corrections: corrected.length, features });
    else
      say(
        corrected.length > 0
          ? `Learned from ${corrected.length} corrected ${corrected.length === 1 ? 'article' : 'articles'}: ${features} features speak differently for ${team} now.`
          : `There is no correction of labels for ${team} yet. \`faultline correct\` makes one.`,
      );
  });
}

/** Weights of likeness from the grouped set, as the model at hand labels it. */
async function fitGrouped(model: Model): Promise<number[]> {
  const file = 'grouped.jsonl';
  const vocabulary = describeVocabulary(model);
  const items = parseGroupedItems(await readText(here(`../stories/training/${file}`)), file);
  return fitLikeness(
    items.map((item) => createSketch({ ...item, ...classifyArticle(model, item) }, item.story, vocabulary)),
  );
}

function writeFormatted(value: object): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
