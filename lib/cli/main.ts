import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { describeError, FaultlineError } from '../errors.ts';
import { type FeedKind } from '../feeds/feed.ts';
import { type Ownership, ownerships } from '../taxonomy.ts';
import manifest from '../../package.json' with { type: 'json' };
import { createContext, type GlobalOptions } from './context.ts';
import { type DigestFormat, digestFormats } from './digest.ts';

/** Errors that mean the command was called wrongly, not that its work failed. */
const usageErrors = new Set(['query-wrong', 'time-wrong', 'setting-wrong']);

/**
 * The commands of the design, section 5. Each is imported when it is called, so that `--help` does not load the classifier.
 */
function createProgram(): Command {
  const program = new Command('faultline')
    .description(manifest.description)
    .version(manifest.version)
    .option('--db <file>', 'the store file (default: FAULTLINE_DB, or the user\'s data folder)')
    .option('--allow-private', 'admit loopback and private addresses, for tests and intranets')
    .option('--json', 'one JSON object, or JSON Lines, on stdout and nothing else')
    .showHelpAfterError('(--help shows what there is)')
    .exitOverride();
  addReadingCommands(program);
  addFeedCommands(program);
  addPipeCommands(program);
  return program;
}

function addReadingCommands(program: Command): void {
  program
    .command('demo')
    .description('the main job with nothing to set up: sample feeds in, digest out, shown as a page')
    .option('--once', 'print the digest and exit')
    .option('--port <port>', 'port of the page (0: any free one)', parsePort, 0)
    .action(async (options, command: Command) => {
      const { runDemo } = await import('./demo/demo.ts');
      await runDemo(contextOf(command), options);
    });
  program
    .command('start')
    .description('one-machine mode: polls the feeds and serves the last day\'s digest as a page')
    .option('--port <port>', 'port of the page (default: FAULTLINE_PORT)', parsePort)
    .action(async (options, command: Command) => {
      const { runStart } = await import('./start.ts');
      await runStart(contextOf(command), options);
    });
  program
    .command('ingest')
    .description('poll every due feed once; with --feeds, every feed of that list')
    .option('--feeds <file>', 'an OPML file; its feeds join the list')
    .action(async (options, command: Command) => {
      const { runIngest } = await import('./ingest.ts');
      process.exitCode = await runIngest(contextOf(command), options);
    });
  program
    .command('digest')
    .description('a digest now, with its receipt')
    .argument('[query...]', 'see "The query grammar" in the README')
    .option('--since <time>', 'where the period begins: 24h, 7d or an ISO time', '24h')
    .option('--as-of <time>', 'where it ends: the digest as it was known then')
    .addOption(new Option('--format <format>').choices(digestFormats).default('text'))
    .action(async (query: string[], options: { since: string; asOf?: string; format: DigestFormat }, command: Command) => {
      const { runDigest } = await import('./digest.ts');
      await runDigest(contextOf(command), query, options);
    });
  program
    .command('query')
    .description('the stories that match, biggest first')
    .argument('<query...>')
    .option('--limit <count>', 'at most so many', parseCount, 20)
    .action(async (query: string[], options, command: Command) => {
      const { runQuery } = await import('./query.ts');
      await runQuery(contextOf(command), query, options);
    });
  program
    .command('sides')
    .description('one story, viewpoint by viewpoint, and who is missing')
    .argument('<query...>')
    .action(async (query: string[], _options, command: Command) => {
      const { runSides } = await import('./query.ts');
      await runSides(contextOf(command), query);
    });
  program
    .command('story')
    .description('one story with all its articles')
    .argument('<id>')
    .option('--as-of <time>', 'as it was known then')
    .action(async (id: string, options, command: Command) => {
      const { runStory } = await import('./query.ts');
      await runStory(contextOf(command), id, options);
    });
  program
    .command('receipt')
    .description('the fate of every article of a digest\'s period')
    .argument('<digest>', 'its id, which the digest ends with')
    .action(async (id: string, _options, command: Command) => {
      const { runReceipt } = await import('./digest.ts');
      await runReceipt(contextOf(command), id);
    });
}

function addFeedCommands(program: Command): void {
  const feeds = program.command('feeds').description('tune the feed list').exitOverride();
  feeds
    .command('list')
    .description('every feed with its health')
    .action(async (_options, command: Command) => {
      const { runFeedsList } = await import('./feeds.ts');
      await runFeedsList(contextOf(command));
    });
  feeds
    .command('add')
    .description('add a feed by its address, or by that of a site that links to it')
    .argument('<url>')
    .option('--title <title>', 'the outlet\'s name (default: as the feed says)')
    .option('--country <code>', 'ISO 3166 alpha-2, or INT', parseCountry)
    .option('--language <code>', 'BCP 47')
    .addOption(new Option('--ownership <kind>').choices(ownerships))
    .addOption(new Option('--kind <kind>').choices(['news', 'status']))
    .action(async (url: string, options: FeedOptions, command: Command) => {
      const { runFeedsAdd } = await import('./feeds.ts');
      await runFeedsAdd(contextOf(command), url, options);
    });
  for (const change of ['remove', 'enable', 'disable'] as const) {
    feeds
      .command(change)
      .description(`${change} a feed`)
      .argument('<feed>', 'its id or address')
      .action(async (name: string, _options, command: Command) => {
        const { runFeedsChange } = await import('./feeds.ts');
        await runFeedsChange(contextOf(command), name, change);
      });
  }
  feeds
    .command('check')
    .description('fetch every feed once and say which answer')
    .action(async (_options, command: Command) => {
      const { runFeedsCheck } = await import('./feeds.ts');
      process.exitCode = await runFeedsCheck(contextOf(command));
    });
  feeds
    .command('import')
    .description('add the feeds of an OPML file')
    .argument('<file>')
    .action(async (file: string, _options, command: Command) => {
      const { runFeedsImport } = await import('./feeds.ts');
      await runFeedsImport(contextOf(command), file);
    });
  feeds
    .command('export')
    .description('the feed list as OPML')
    .action(async (_options, command: Command) => {
      const { runFeedsExport } = await import('./feeds.ts');
      await runFeedsExport(contextOf(command));
    });
}

function addPipeCommands(program: Command): void {
  program
    .command('parse')
    .description('a feed document to normalised items, a JSON line each')
    .argument('<file>', 'a file, or - for stdin')
    .option('--content-type <type>', 'as the server sent it')
    .option('--base <url>', 'the document\'s address, for relative links')
    .action(async (file: string, options) => {
      const { runParse } = await import('./parse.ts');
      await runParse(file, options);
    });
  program
    .command('classify')
    .description('items as JSON Lines on stdin to topic, sectors and viewpoints')
    .option('--explain', 'what spoke for and against each label')
    .action(async (options) => {
      const { runClassify } = await import('./classify.ts');
      process.exitCode = await runClassify(options);
    });
  program
    .command('group')
    .description('items as JSON Lines on stdin to the story of each')
    .action(async () => {
      const { runGroup } = await import('./classify.ts');
      process.exitCode = await runGroup();
    });
  program
    .command('train')
    .description('make the model from the written corpus (in a checkout)')
    .option('--out <file>', 'where to write it (default: the shipped model)')
    .action(async (options, command: Command) => {
      const { runTrain } = await import('./train.ts');
      await runTrain(contextOf(command), options);
    });
  program
    .command('evaluate')
    .description('precision, recall and F1 by label on labelled items')
    .argument('<files...>', 'JSON Lines')
    .option('--baseline', 'beside natural\'s BayesClassifier, trained on the same corpus')
    .action(async (files: string[], options, command: Command) => {
      const { runEvaluate } = await import('./evaluate.ts');
      await runEvaluate(contextOf(command), files, options);
    });
  program
    .command('bench')
    .description('the benchmarks of the README, each as a ratio to its baseline in the same run')
    .action(async (_options, command: Command) => {
      const { runBench } = await import('./bench/bench.ts');
      await runBench(contextOf(command));
    });
}

interface FeedOptions {
  title?: string;
  country?: string;
  language?: string;
  ownership?: Ownership;
  kind?: FeedKind;
}

function contextOf(command: Command) {
  return createContext(command.optsWithGlobals<GlobalOptions>());
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 1000) throw new InvalidArgumentError('A number from 1 to 1000 was expected.');
  return count;
}

function parseCountry(text: string): string {
  if (!/^(?:[a-z]{2}|int)$/i.test(text)) throw new InvalidArgumentError('Two letters of ISO 3166, or INT, were expected.');
  return text.toUpperCase();
}

/** A reader that closes the pipe early (`| head`) has what it wanted. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  throw error;
});

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`faultline: ${describeMultiline(error)}\n`);
    process.exitCode = error instanceof FaultlineError && usageErrors.has(error.code) ? 2 : 1;
  }
}

/** Our own messages may list choices on lines of their own. */
function describeMultiline(error: unknown): string {
  return error instanceof FaultlineError ? error.message : describeError(error);
}
