import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Commands start in a third of the time where an earlier one has left its compiled sources; Node looks whether they still fit. */
const compileCache = fileURLToPath(new URL('../../node_modules/.cache/faultline-test', import.meta.url));
const launcher = fileURLToPath(new URL('../../lib/cli/launch.js', import.meta.url));

/** How a command ended. */
export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

interface RunOptions {
  /** What stands on stdin; without it stdin is closed at once. */
  input?: string | Buffer;
  env?: Record<string, string>;
  cwd?: string;
  /** The store file, else that of the workspace; `null` leaves the option away. */
  db?: string | null;
  /** Loopback is admitted unless this says no. */
  allowPrivate?: boolean;
}

/** A command that runs on until it is told to end. */
interface Running {
  /** The first match in what it has said on stderr, as soon as it is there. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ended>;
}

/** A temporary folder in which commands run: their home, their store, their temporary files. */
export interface Workspace {
  folder: string;
  db: string;
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
  start(args: readonly string[], options?: RunOptions): Running;
  /** Writes a file and returns its path. */
  write(name: string, content: string | Uint8Array): Promise<string>;
  read(name: string): Promise<Buffer>;
  /** Ends what still runs and removes the folder. */
  remove(): Promise<void>;
}

export async function createWorkspace(): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-test-'));
  await mkdir(join(folder, 'tmp'));
  const db = join(folder, 'store.sqlite');
  const children = new Set<ChildProcess>();

  function launch(args: readonly string[], options: RunOptions) {
    const store = options.db === undefined ? db : options.db;
    const globals = [
      ...(store === null ? [] : ['--db', store]),
      ...(options.allowPrivate === false ? [] : ['--allow-private']),
    ];
    const child = spawn(process.execPath, [launcher, ...globals, ...args], {
      cwd: options.cwd ?? folder,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        XDG_DATA_HOME: join(folder, 'data'),
        TMPDIR: join(folder, 'tmp'),
        NODE_COMPILE_CACHE: compileCache,
        ...options.env,
      },
    });
    children.add(child);
    // A command that ends without reading its input closes the pipe under us.
    child.stdin?.on('error', () => undefined).end(options.input);
    const output = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text;
    });
    const ended = once(child, 'close').then(([status]): Ended => {
      children.delete(child);
      return { status, ...output };
    });
    return { child, output, ended };
  }

  return {
    folder,
    db,
    run: (args, options = {}) => launch(args, options).ended,
    start(args, options = {}) {
      const { child, output, ended } = launch(args, options);
      return {
        async waitFor(pattern) {
          for (;;) {
            const match = pattern.exec(output.stderr);
            if (match) return match;
            const more = await Promise.race([once(child.stderr ?? child, 'data'), ended]);
            if ('status' in more)
              throw new Error(`ended with ${more.status} and never said ${pattern}: ${more.stderr}`);
          }
        },
        end(signal) {
          child.kill(signal);
          return ended;
        },
      };
    },
    async write(name, content) {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    },
    read: (name) => readFile(join(folder, name)),
    async remove() {
      for (const child of children) child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** The JSON values of a JSON Lines output; fails on anything else. */
export function readJsonLines<T = Record<string, unknown>>(text: string): T[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}
