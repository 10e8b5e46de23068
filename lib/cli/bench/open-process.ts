import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expose, type Remote, wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';

/** A process of the benchmark. */
export interface Helper<Part> {
  /** What it does for others, called as if it were here. */
  remote: Remote<Part>;
  close(): Promise<void>;
}

/**
 * Begins a process that shows a part with `showPart`. One that dies before it is closed takes this one with it.
 * @param name of its file, beside this one
 */
export function openProcess<Part>(name: string): Helper<Part> {
  const child = fork(fileURLToPath(new URL(name, import.meta.url)), {
    serialization: 'advanced',
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const die = (): void => {
    throw new Error(`${name} ended too early`);
  };
  child.once('exit', die);
  return {
    remote: wrap<Part>(nodeEndpoint(createPort(child))),
    async close() {
      child.off('exit', die).disconnect();
      await ended;
    },
  };
}

/** Shows a part to the process that began this one, which ends with it. */
export function showPart(part: object): void {
  process.once('disconnect', () => process.exit());
  expose(part, nodeEndpoint(createPort(process)));
}

/** Sends as a thread's port does; what Comlink would hand over beside the message, a process cannot take. */
function createPort(end: ChildProcess | NodeJS.Process): Parameters<typeof nodeEndpoint>[0] {
  return {
    postMessage(message) {
      // Comlink says farewell when a part is collected, long after its process ended.
      if (end.connected) end.send?.(message as object);
    },
    on: (event, listener) => end.on(event, listener),
    off: (event, listener) => end.off(event, listener),
  };
}
