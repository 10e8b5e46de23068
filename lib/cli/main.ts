import { Command, CommanderError, Option } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { describeError, FaultlineError } from '../errors.ts';
import type { FeedKind } from '../feeds/feed.ts';
import { readConfig } from '../runtime/config.ts';
import { type Ownership, ownerships, sectorIds, topics, topicsInScope, viewpointIds } from '../taxonomy.ts';
import type { Context, GlobalOptions } from './context.ts';
import type { CatalogueOptions } from './feeds-catalogue.ts';
import {
  createChoice,
  type DigestFormat,
  describeSettings,
  digestFormats,
  parseAddress,
  parseCount,
  parseCountries,
  parseCountry,
  parseFileName,
  parseIds,
  parsePort,
  refuseUnknownOptions,
  takeQuery,
} from './options.ts';
import { say } from './say.ts';
import { addStoreCommands } from './store-commands.ts';

/** Errors that mean the command was called wrongly, not that its work failed. */
const usageErrors = new Set([
  'query-wrong',
  'time-wrong',
  'setting-wrong',
  'correction-empty',
  'correction-out-of-scope',
  'desk-unknown',
]);

/**
 * The commands of the design, section 5. Each is imported when it is called, so that `--help` loads neither classifier nor store.
 */
function createProgram(): Command {
  const program = new Command('faultline')
    .description(manifest.description)
    // No letter of its own: -V would begin excluded words of a query.
    .version(manifest.version, '--version')
    .option('--db <file>', "the store file (default: FAULTLINE_DB, or the user's data folder)", parseFileName)
    .option('--allow-private', 'admit loopback and private addresses, for tests and intranets')
    .option('--json', 'one JSON object, or JSON Lines, on stdout and nothing else')
    .showHelpAfterError('(--help shows what there is)')
    .addHelpText('after', describeSettings)
    .hook('preAction', (_program, command) => {
      // It names all that is wrong with them itself.
      if (command.name() !== 'doctor') readConfig(process.env);
    })
    .exitOverride();
  addReadingCommands(program);
  addFeedCommands(program);
  addPipeCommands(program);
  addStoreCommands(program, contextOf);
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
      await runDemo(await contextOf(command), options);
    });
  program
    .command('start')
    .description("one-machine mode: polls the feeds and serves the last day's digest as a page")
    .option('--port <port>', 'port of the page (default: FAULTLINE_PORT)', parsePort)
    .action(async (options, command: Command) => {
      const { runStart } = await import('./start.ts');
      await runStart(await contextOf(command), options);
    });
  program
    .command('ingest')
    .description('poll every due feed once; with --feeds, every feed of that list')
    .option('--feeds <file>', 'an OPML file; its feeds join the list')
    .action(async (options, command: Command) => {
      const { runIngest } = await import('./ingest.ts');
      process.exitCode = await runIngest(await contextOf(command), options);
    });
  takeQuery(program.command('digest'), '[query...]')
    .description('a digest now, with its receipt')
    .option('--since <time>', 'where the period begins: 24h, 7d or an ISO time', '24h')
    .option('--as-of <time>', 'where it ends: the digest as it was known then')
    .addOption(createChoice('--format <format>', digestFormats).default('text'))
    .action(
      async (query: string[], options: { since: string; asOf?: string; format: DigestFormat }, command: Command) => {
        refuseUnknownOptions(command, query);
        const { runDigest } = await import('./digest.ts');
        await runDigest(await contextOf(command), query, options);
      },
    );
  takeQuery(program.command('query'), '<query...>')
    .description('the stories that match, biggest first')
    .option('--limit <count>', 'at most so many', parseCount, 20)
    .action(async (query: string[], options, command: Command) => {
      refuseUnknownOptions(command, query);
      const { runQuery } = await import('./query.ts');
      await runQuery(await contextOf(command), query, options);
    });
  takeQuery(program.command('sides'), '<query...>')
    .description('one story, viewpoint by viewpoint, and who is missing')
    .action(async (query: string[], _options, command: Command) => {
      refuseUnknownOptions(command, query);
      const { runSides } = await import('./query.ts');
      await runSides(await contextOf(command), query);
    });
  program
    .command('story')
    .description('one story with all its articles')
    .argument('<id>')
    .option('--as-of <time>', 'as it was known then')
    .action(async (id: string, options, command: Command) => {
      const { runStory } = await import('./query.ts');
      await runStory(await contextOf(command), id, options);
    });
  program
    .command('correct')
    .description('say what is right of one article; it holds at once, for your workspace (FAULTLINE_TEAM)')
    .argument('<article>', 'its id, which `story` shows')
    .addOption(createChoice('--topic <topic>', topics))
    .option('--sectors <ids>', 'all that are affected, parted by commas, or none', parseIds(sectorIds))
    .option('--views <ids>', 'all viewpoints that it carries, parted by commas, or none', parseIds(viewpointIds))
    .option('--story <id>', 'the story that it belongs to, or `new` for one of its own')
    .action(async (article: string, options, command: Command) => {
      const { runCorrect } = await import('./correct.ts');
      await runCorrect(await contextOf(command), article, options);
    });
  program
    .command('receipt')
    .description("the fate of every article of a digest's period")
    .argument('<digest>', 'its id, which the digest ends with')
    .action(async (id: string, _options, command: Command) => {
      const { runReceipt } = await import('./digest.ts');
      await runReceipt(await contextOf(command), id);
    });
}

function addFeedCommands(program: Command): void {
  const feeds = program.command('feeds').description('tune the feed list');
  feeds
    .command('list')
    .description('every feed: how it fares, since when, and its yield (articles in scope a week)')
    .action(async (_options, command: Command) => {
      const { runFeedsList } = await import('./feeds.ts');
      await runFeedsList(await contextOf(command));
    });
  feeds
    .command('add')
    .description(
      'add a feed by its address, or by that of a site: what it announces, what its platform has, where sites keep feeds',
    )
    .argument('<url>')
    .option('--title <title>', "the outlet's name (default: as the feed says)")
    .option('--country <code>', 'ISO 3166 alpha-2, or INT', parseCountry)
    .option('--language <code>', 'BCP 47')
    .addOption(createChoice('--ownership <kind>', ownerships))
    .addOption(createChoice('--kind <kind>', ['news', 'status']))
    .action(async (url: string, options: FeedOptions, command: Command) => {
      const { runFeedsAdd } = await import('./feeds-online.ts');
      await runFeedsAdd(await contextOf(command), url, options);
    });
  for (const change of ['remove', 'enable', 'disable'] as const) {
    feeds
      .command(change)
      .description(`${change} a feed`)
      .argument('<feed>', 'its id or address')
      .action(async (name: string, _options, command: Command) => {
        const { runFeedsChange } = await import('./feeds.ts');
        await runFeedsChange(await contextOf(command), name, change);
      });
  }
  feeds
    .command('check')
    .description('fetch every feed once and say which answer')
    .action(async (_options, command: Command) => {
      const { runFeedsCheck } = await import('./feeds-online.ts');
      process.exitCode = await runFeedsCheck(await contextOf(command));
    });
  feeds
    .command('catalogue')
    .description('the public feeds that ship with Faultline, by desk; with --add they join the list')
    .argument('[desks...]', 'only these, such as "security" or "media"; a beginning will do')
    .option('--add', 'add them to the feed list')
    .option('--country <codes>', 'ISO 3166 alpha-2, or INT; several are parted by commas', parseCountries)
    .option('--ownership <kinds>', `of ${ownerships.join(', ')}`, parseIds(ownerships))
    .option('--topic <ids>', `what they are mostly about, of ${topicsInScope.join(', ')}`, parseIds(topicsInScope))
    .action(async (desks: string[], options: CatalogueOptions, command: Command) => {
      const { runFeedsCatalogue } = await import('./feeds-catalogue.ts');
      await runFeedsCatalogue(await contextOf(command), desks, options);
    });
  feeds
    .command('import')
    .description('add the feeds of an OPML file')
    .argument('<file>')
    .action(async (file: string, _options, command: Command) => {
      const { runFeedsImport } = await import('./feeds-file.ts');
      await runFeedsImport(await contextOf(command), file);
    });
  feeds
    .command('export')
    .description('the feed list as OPML, or with --json as JSON Lines')
    .action(async (_options, command: Command) => {
      const { runFeedsExport } = await import('./feeds-file.ts');
      await runFeedsExport(await contextOf(command));
    });
}

function addPipeCommands(program: Command): void {
  program
    .command('parse')
    .description('a feed document to normalised items, a JSON line each')
    .argument('<file>', 'a file, or - for stdin')
    .option('--content-type <type>', 'as the server sent it')
    .option('--base <url>', "the document's address, for relative links", parseAddress)
    .action(async (file: string, options) => {
      const { runParse } = await import('./parse.ts');
      await runParse(file, options);
    });
  program
    .command('classify')
    .description('items as JSON Lines on stdin to topic, sectors and viewpoints')
    .option('--explain', 'what spoke for and against each label')
    .action(async (options, command: Command) => {
      const { runClassify } = await import('./classify.ts');
      process.exitCode = await runClassify(await contextOf(command), options);
    });
  program
    .command('group')
    .description('items as JSON Lines on stdin to the story of each')
    .action(async (_options, command: Command) => {
      const { runGroup } = await import('./classify.ts');
      process.exitCode = await runGroup(await contextOf(command));
    });
  program
    .command('train')
    .description('make the model from the written corpus (in a checkout)')
    .option('--out <folder>', 'where to write it (default: in place of the shipped model)')
    .option('--with-corrections', "instead, learn from your workspace's corrections; the shipped model stays as it is")
    .action(async (options, command: Command) => {
      const { runTrain } = await import('./train.ts');
      await runTrain(await contextOf(command), options);
    });
  program
    .command('evaluate')
    .description('labels and stories on labelled items: by label and language, reliability, worst mistakes, baselines')
    .argument('<files...>', 'JSON Lines')
    .action(async (files: string[], _options, command: Command) => {
      const { runEvaluate } = await import('./evaluate.ts');
      await runEvaluate(await contextOf(command), files);
    });
  program
    .command('bench')
    .description('the benchmarks of the README, each as a ratio to its baseline in the same run')
    .addOption(
      new Option('--archive', 'instead, the cost of grouping with a million articles in the store').conflicts([
        'slack',
        'functions',
        'bill',
      ]),
    )
    .addOption(
      new Option('--functions', 'instead, how fast the Lambda functions load (packaged by infra/local)').conflicts([
        'slack',
        'bill',
      ]),
    )
    .addOption(
      new Option('--bill', 'instead, what a month on AWS costs, by a DynamoDB on this machine (infra/local)').conflicts(
        'slack',
      ),
    )
    .option('--slack', 'instead, acknowledging commands and delivering digests, on a workspace played on this machine')
    .action(async (options: { archive?: true; functions?: true; bill?: true; slack?: true }, command: Command) => {
      if (options.bill) {
        const { runBillBench } = await import('./bench/bill.ts');
        return runBillBench(await contextOf(command));
      }
      if (options.functions) {
        const { runFunctionsBench } = await import('./bench/functions.ts');
        return runFunctionsBench(await contextOf(command));
      }
      if (options.slack) {
        const { runSlackBench } = await import('./bench/slack.ts');
        return runSlackBench(await contextOf(command));
      }
      const { runArchiveBench, runBench } = await import('./bench/bench.ts');
      await (options.archive ? runArchiveBench : runBench)(await contextOf(command));
    });
}

interface FeedOptions {
  title?: string;
  country?: string;
  language?: string;
  ownership?: Ownership;
  kind?: FeedKind;
}

async function contextOf(command: Command): Promise<Context> {
  const { createContext } = await import('./context.ts');
  return createContext(command.optsWithGlobals<GlobalOptions>());
}

/** A reader that closes the pipe early (`| head`) has what it wanted; a full disk is a failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  say(`faultline: the output could not be written: ${describeError(error)}`);
  process.exit(1);
});
/** Where nobody reads the messages, the work goes on. */
process.stderr.on('error', () => undefined);

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    // Our own messages may list choices on lines of their own.
    say(`faultline: ${error instanceof FaultlineError ? error.message : describeError(error)}`);
    process.exitCode = error instanceof FaultlineError && usageErrors.has(error.code) ? 2 : 1;
  }
}
