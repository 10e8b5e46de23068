import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Path from the root of the repository, to source. */
type Sources = ReadonlyMap<string, string>;
/** Each file with what it imports: paths for relative specifiers, packages as they are written. */
type Graph = ReadonlyMap<string, readonly string[]>;

/** Only where a line begins with it: what looks like one later in a line may stand in a text (an Accept header of any type). */
const comment = /^[ \t]*(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gm;
const staticImport = /^[ \t]*(?:import|export)\b(?:[\w$\s{},*]*?\bfrom)?\s*(['"])([^'"\n]+)\1/gm;
const dynamicImport = /\b(?:import|require)\s*\(\s*(?:(['"`])([^'"`\n$]+)\1(?!\s*\+)|([^)\n]*))/g;

/** What a source imports; a dynamic import whose target cannot be read off the source comes back as `import(…)`. */
function findImports(source: string): string[] {
  const code = source.replace(comment, '');
  const fixed = Array.from(code.matchAll(staticImport), ([, , specifier]) => specifier ?? '');
  const dynamic = Array.from(
    code.matchAll(dynamicImport),
    ([, , specifier, rest]) => specifier ?? `import(${rest?.trim()})`,
  );
  return [...fixed, ...dynamic];
}

function buildGraph(sources: Sources): Graph {
  const resolve = (file: string, specifier: string) =>
    specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier;
  return new Map([...sources].map(([file, source]) => [file, findImports(source).map((to) => resolve(file, to))]));
}

const pureFolders = ['feeds', 'classify', 'stories', 'query', 'digest', 'render'];
const fetcher = 'lib/feeds/fetch.ts';
const training = /^lib\/\w+\/training\//;
/** Built-in modules that compute and do not reach outside the process. */
const harmlessModules = new Set(['node:buffer', 'node:crypto', 'node:util', 'node:zlib']);
/** Takes only `BlockList` and `isIP` from node:net, which compute as well. */
const addressJudge = 'lib/feeds/address.ts';
/** `@slack/types` describes blocks and holds no code. */
const outwardPackages =
  /^(?:undici|axios|got|node-fetch|ws|commander|cli-progress|better-sqlite3|@slack\/(?!types(?:\/|$)).*|@aws-sdk\/.*)(?:\/|$)/;

interface Place {
  line: number;
  /** Files of one part may import each other; an edge is a part. */
  part: string;
}

/** The line of the house that a file stands on (design §2), `undefined` for a place that it does not know. */
function locate(file: string): Place | undefined {
  const [top = '', folder = '', inner = ''] = file.split('/');
  if (top === 'functions') return { line: 5, part: 'functions' };
  if (top !== 'lib') return undefined;
  if (/\.\w+$/.test(folder)) return { line: 0, part: '' };
  if (pureFolders.includes(folder)) return { line: 1, part: folder };
  if (folder === 'jobs') return { line: 2, part: folder };
  if (folder === 'store') return { line: 3, part: `store/${inner}` };
  if (folder === 'slack') return { line: 3, part: folder };
  if (folder === 'runtime') return { line: 4, part: folder };
  if (folder === 'cli') return { line: 5, part: folder };
  return undefined;
}

/** Why a file may not import a file; `undefined` where it may. */
function refuseFile(from: string, to: string): string | undefined {
  const importer = locate(from);
  const imported = locate(to);
  if (!importer || !imported) return 'one of them stands nowhere in the house';
  if (training.test(to) && !training.test(from) && importer.part !== 'cli') return 'training is reached from cli/ only';
  if (imported.part === importer.part) return undefined;
  if (imported.line === 5) return 'nobody imports an entry';
  if (imported.line === 3 && importer.line === 3) return 'edges never meet';
  if (imported.line === 3 && importer.line !== 4) return 'only runtime/ names an edge';
  if (imported.line > importer.line) return 'it stands on a higher line';
  if (
    importer.line === 1 &&
    imported.line === 1 &&
    pureFolders.indexOf(imported.part) > pureFolders.indexOf(importer.part)
  ) {
    return 'it stands to the right';
  }
  return undefined;
}

/** Why a file may not import a package; `undefined` where it may. */
function refusePackage(from: string, name: string, maySpeak: boolean): string | undefined {
  if (name.startsWith('import(')) return 'its target cannot be read off the source';
  if (name === 'natural' || name === 'natural/index.js') return 'natural is imported by its sub-paths';
  if (from === addressJudge && name === 'node:net') return undefined;
  const isBuiltin = name.startsWith('node:') || builtinModules.includes(name);
  const isOutward = isBuiltin ? !harmlessModules.has(name) : outwardPackages.test(name);
  if (isOutward && !maySpeak && (locate(from)?.line ?? 0) <= 2) return 'only feeds/fetch.ts does input and output';
  return undefined;
}

/** feeds/fetch.ts, and what in feeds/ no other file imports but these themselves. */
function findFetchers(graph: Graph): Set<string> {
  const fetchers = new Set([fetcher, ...[...graph.keys()].filter((file) => file.startsWith('lib/feeds/'))]);
  let size = -1;
  while (size !== fetchers.size) {
    size = fetchers.size;
    for (const file of fetchers) {
      if (file === fetcher) continue;
      const importers = [...graph].filter(([, targets]) => targets.includes(file)).map(([importer]) => importer);
      if (importers.length === 0 || importers.some((importer) => !fetchers.has(importer))) fetchers.delete(file);
    }
  }
  return fetchers;
}

/** Each cycle once, from the file at which a depth-first search meets it. */
function findCycles(graph: Graph): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push([...path.slice(start), file].join(' → '));
    if (start >= 0 || done.has(file)) return;
    for (const target of graph.get(file) ?? []) if (graph.has(target)) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}

/** Every breach of the import rule, a line each; types count as much as values. */
function checkImports(sources: Sources): string[] {
  const graph = buildGraph(sources);
  const fetchers = findFetchers(graph);
  const breaches: string[] = [];
  for (const [file, targets] of graph) {
    if (posix.basename(file, posix.extname(file)) === 'index')
      breaches.push(`${file}: a file is named for what it does`);
    for (const target of new Set(targets)) {
      const isFile = /^(?:lib|functions|\.\.)(?:\/|$)/.test(target) || sources.has(target);
      const why = isFile ? refuseFile(file, target) : refusePackage(file, target, fetchers.has(file));
      if (why) breaches.push(`${file} imports ${target}: ${why}`);
    }
  }
  return [...breaches, ...findCycles(graph).map((cycle) => `cycle: ${cycle}`)];
}

async function readSources(): Promise<Sources> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const sources = new Map<string, string>();
  for (const folder of ['lib', 'functions'].filter((name) => existsSync(`${root}/${name}`))) {
    for (const entry of await readdir(`${root}/${folder}`, { recursive: true })) {
      const file = `${folder}/${entry.replaceAll('\\', '/')}`;
      if (/(?<!\.d)\.[cm]?[jt]sx?$/.test(file)) sources.set(file, await readFile(`${root}/${file}`, 'utf8'));
    }
  }
  return sources;
}

describe('the sources', async () => {
  const sources = await readSources();

  it('are found, with what they import', () => {
    expect(sources.has('lib/article.ts')).toBe(true);
    const graph = buildGraph(sources);
    expect(graph.get('lib/article.ts')).toEqual(
      expect.arrayContaining(['node:crypto', 'lib/taxonomy.ts', 'lib/url.ts']),
    );
    const relative = [...graph.values()].flat().filter((target) => /^lib\/.*\.ts$/.test(target));
    expect(relative.filter((target) => !sources.has(target))).toEqual([]);
  });

  it('keep the import rule', () => {
    expect(checkImports(sources)).toEqual([]);
  });
});

describe('the imports of a source are', () => {
  it.each([
    ["import { a } from './a.ts';", './a.ts'],
    ["import type { A } from './a.ts';", './a.ts'],
    ['import a, { type B, c as d } from "./a.ts"', './a.ts'],
    ["import * as a from './a.ts';", './a.ts'],
    ["import {\n  a,\n  b,\n} from './a.ts';", './a.ts'],
    ["import './a.ts';", './a.ts'],
    ["export { a } from './a.ts';", './a.ts'],
    ["export type { A } from './a.ts';", './a.ts'],
    ["export * from './a.ts';", './a.ts'],
    ["import a from './a.json' with { type: 'json' };", './a.json'],
    ["const a = await import('./a.ts');", './a.ts'],
    ["let a: import('./a.ts').A;", './a.ts'],
    ['const a = await import(\n  `./a.ts`,\n);', './a.ts'],
    ["const a = require('undici');", 'undici'],
    ["const accept = '*/*';\nconst a = await import('./a.ts'); /* done */", './a.ts'],
    ['const a = await import(name);', 'import(name)'],
    ["const a = await import('./' + name);", "import('./' + name)"],
  ])('found in %j', (source, specifier) => {
    expect(findImports(source)).toEqual([specifier]);
  });

  it.each([
    "// import { a } from './a.ts';",
    "/**\n * import { a } from './a.ts';\n */",
    "export function pick({ from, to }: Period): string {\n  return from ?? 'x';\n}",
    "export const from = 'x';",
    "const url = new URL('./a.ts', import.meta.url);",
    'const text = "say import { a } from \'./a.ts\'";',
  ])('none in %j', (source) => {
    expect(findImports(source)).toEqual([]);
  });
});

describe('the import rule', () => {
  /** A tree of files that import what is listed after each. */
  const check = (tree: Record<string, string[]>) =>
    checkImports(
      new Map(Object.entries(tree).map(([file, to]) => [file, to.map((name) => `import '${name}';`).join('\n')])),
    );

  it('lets each line import those below it', () => {
    expect(
      check({
        'lib/text.ts': ['entities', 'node:crypto'],
        'lib/article.ts': ['./text.ts'],
        'lib/feeds/fetch.ts': ['undici', './lookup.ts', '../article.ts'],
        'lib/feeds/lookup.ts': ['node:dns/promises', './deep.ts'],
        'lib/feeds/deep.ts': ['node:net'],
        'lib/stories/story.ts': ['../article.ts'],
        'lib/query/match.ts': ['../stories/story.ts', 'natural/lib/natural/distance/levenshtein_distance.js'],
        'lib/render/html.ts': ['../query/match.ts', '../feeds/fetch.ts', '@slack/types'],
        'lib/jobs/ports.ts': ['../render/html.ts', 'p-map'],
        'lib/store/sqlite/store.ts': ['../../jobs/ports.ts', './page.ts', 'node:sqlite'],
        'lib/store/sqlite/page.ts': [],
        'lib/slack/playground/server.ts': ['../messenger.ts', 'node:http'],
        'lib/slack/messenger.ts': ['../jobs/ports.ts', '@slack/web-api'],
        'lib/runtime/local.ts': ['../store/sqlite/store.ts', '../slack/messenger.ts', '../classify/model.json'],
        'lib/classify/training/train.ts': ['./corpus.ts'],
        'lib/classify/training/corpus.ts': [],
        'lib/cli/main.ts': ['../runtime/local.ts', './train.ts', 'commander'],
        'lib/cli/train.ts': ['../classify/training/train.ts', 'node:fs'],
        'functions/poll.ts': ['../lib/runtime/local.ts', '../lib/jobs/ports.ts'],
      }),
    ).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['lib/text.ts', './feeds/feed.ts', 'it stands on a higher line'],
    ['lib/text.ts', 'node:fs', 'only feeds/fetch.ts does input and output'],
    ['lib/feeds/feed.ts', '../classify/classify.ts', 'it stands to the right'],
    ['lib/classify/classify.ts', '../stories/story.ts', 'it stands to the right'],
    ['lib/stories/story.ts', '../query/match.ts', 'it stands to the right'],
    ['lib/query/match.ts', '../digest/digest.ts', 'it stands to the right'],
    ['lib/digest/digest.ts', '../render/html.ts', 'it stands to the right'],
    ['lib/render/html.ts', '../jobs/ports.ts', 'it stands on a higher line'],
    ['lib/render/html.ts', 'node:http', 'only feeds/fetch.ts does input and output'],
    ['lib/feeds/parse.ts', 'undici', 'only feeds/fetch.ts does input and output'],
    ['lib/feeds/parse.ts', 'net', 'only feeds/fetch.ts does input and output'],
    ['lib/jobs/poll.ts', 'node:fs/promises', 'only feeds/fetch.ts does input and output'],
    ['lib/jobs/poll.ts', '@slack/web-api', 'only feeds/fetch.ts does input and output'],
    ['lib/jobs/poll.ts', '../store/sqlite/store.ts', 'only runtime/ names an edge'],
    ['lib/jobs/poll.ts', '../runtime/config.ts', 'it stands on a higher line'],
    ['lib/store/sqlite/store.ts', '../dynamodb/store.ts', 'edges never meet'],
    ['lib/store/sqlite/store.ts', '../../slack/messenger.ts', 'edges never meet'],
    ['lib/slack/messenger.ts', '../store/sqlite/store.ts', 'edges never meet'],
    ['lib/slack/messenger.ts', '../runtime/config.ts', 'it stands on a higher line'],
    ['lib/runtime/local.ts', '../cli/context.ts', 'nobody imports an entry'],
    ['lib/runtime/local.ts', '../../functions/poll.ts', 'nobody imports an entry'],
    ['lib/cli/main.ts', '../../functions/poll.ts', 'nobody imports an entry'],
    ['functions/poll.ts', '../lib/cli/context.ts', 'nobody imports an entry'],
    ['lib/cli/main.ts', '../store/sqlite/store.ts', 'only runtime/ names an edge'],
    ['functions/poll.ts', '../lib/slack/messenger.ts', 'only runtime/ names an edge'],
    ['lib/classify/classify.ts', './training/train.ts', 'training is reached from cli/ only'],
    ['lib/runtime/local.ts', '../classify/training/train.ts', 'training is reached from cli/ only'],
    ['lib/cli/main.ts', '../../test/fixtures/builders.ts', 'one of them stands nowhere in the house'],
    ['lib/cli/main.ts', '../../../shared/x.ts', 'one of them stands nowhere in the house'],
    ['lib/shared/x.ts', '../text.ts', 'one of them stands nowhere in the house'],
    ['lib/query/spelling.ts', 'natural', 'natural is imported by its sub-paths'],
  ])('keeps %s from %s: %s', (file, target, why) => {
    const resolved = target.startsWith('.') ? posix.join(posix.dirname(file), target) : target;
    expect(check({ [file]: [target], ...(target.startsWith('.') ? { [resolved]: [] } : {}) })).toEqual([
      `${file} imports ${resolved}: ${why}`,
    ]);
  });

  it('keeps input and output from what others than feeds/fetch.ts import too', () => {
    const tree = {
      'lib/feeds/fetch.ts': ['./lookup.ts'],
      'lib/feeds/lookup.ts': ['node:dns'],
      'lib/feeds/parse.ts': ['./lookup.ts'],
    };
    expect(check(tree)).toEqual(['lib/feeds/lookup.ts imports node:dns: only feeds/fetch.ts does input and output']);
  });

  it('counts types, and dynamic imports whose target is hidden', () => {
    const sources = new Map([
      ['lib/text.ts', "import type { Story } from './stories/story.ts';"],
      ['lib/cli/main.ts', 'await import(name);'],
    ]);
    expect(checkImports(sources)).toEqual([
      'lib/text.ts imports lib/stories/story.ts: it stands on a higher line',
      'lib/cli/main.ts imports import(name): its target cannot be read off the source',
    ]);
  });

  it('knows no index file', () => {
    expect(check({ 'lib/feeds/index.ts': [] })).toEqual(['lib/feeds/index.ts: a file is named for what it does']);
  });

  it('finds cycles of any length', () => {
    expect(check({ 'lib/a.ts': ['./a.ts'] })).toEqual(['cycle: lib/a.ts → lib/a.ts']);
    expect(
      check({ 'lib/z.ts': ['./a.ts'], 'lib/a.ts': ['./b.ts'], 'lib/b.ts': ['./c.ts'], 'lib/c.ts': ['./a.ts'] }),
    ).toEqual(['cycle: lib/a.ts → lib/b.ts → lib/c.ts → lib/a.ts']);
    expect(check({ 'lib/a.ts': ['./b.ts', './c.ts'], 'lib/b.ts': ['./c.ts'], 'lib/c.ts': [] })).toEqual([]);
  });
});
