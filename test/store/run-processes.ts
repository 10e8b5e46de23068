import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Outcome {
  status: number | null;
  signal: string | null;
  output: string;
  errors: string;
}

/**
 * Runs a process of a script beside this file for each list of arguments, all from the same moment on: each says `ready` and waits
 * until its standard input ends. One that says that it is `half way` is killed.
 */
export async function runProcesses(script: string, lists: readonly (readonly string[])[]): Promise<Outcome[]> {
  const processes = lists.map((list) => startProcess(script, list));
  await Promise.all(processes.map(({ ready }) => ready));
  for (const { child } of processes) child.stdin.end();
  return Promise.all(processes.map(({ done }) => done));
}

function startProcess(script: string, list: readonly string[]) {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...list]);
  let output = '';
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const done = new Promise<Outcome>((resolve) => {
    child.on('close', (status, signal) => resolve({ status, signal, output: output.replace('ready\n', ''), errors }));
  });
  const isReady = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes('ready')) resolve();
      if (output.includes('half way')) child.kill('SIGKILL');
    });
  });
  return { child, ready: Promise.race([isReady, done]), done };
}
