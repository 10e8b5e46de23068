import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { FaultlineError } from '../../errors.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const osls = 'infra/local/node_modules/osls/bin/serverless.js';
/** What a package is made from and stays where it is. */
const sources = ['lib', 'functions', 'node_modules', 'infra/local', 'package.json'];
/** What osls does not find behind a link. */
const settings = /\.(?:cjs|mjs|yml)$/;

export interface PackagedFunction {
  name: string;
  /** The module that Lambda would load. */
  file: string;
  /** Bytes of the archive that goes to Lambda. */
  zippedSize: number;
}

export interface Packaged {
  functions: PackagedFunction[];
  /** The CloudFormation template, as JSON. */
  template: string;
}

/** Whether what packages is installed here, under `infra/local`. */
export function canPackage(): boolean {
  return existsSync(join(root, osls));
}

/**
 * Packages the functions as `npm run package` does, with neither account nor network.
 * @param folder an empty one, which also holds what is made on the way; several may be filled at a time
 * @throws FaultlineError `deploy-tools-missing`, `package-failed`
 */
export async function packageFunctions(folder: string): Promise<Packaged> {
  if (!canPackage()) throw new FaultlineError('deploy-tools-missing');
  await mkdir(join(folder, 'infra'), { recursive: true });
  await cp(join(root, 'serverless.yml'), join(folder, 'serverless.yml'));
  const pieces = (await readdir(join(root, 'infra'))).filter((name) => settings.test(name));
  for (const name of pieces) await cp(join(root, 'infra', name), join(folder, 'infra', name));
  for (const name of sources) await symlink(join(root, name), join(folder, name), 'junction');
  try {
    await promisify(execFile)(
      process.execPath,
      [join(folder, osls), 'package', '--package', 'packaged', '--param', 'keepBundles=yes'],
      { cwd: folder },
    );
  } catch (error) {
    throw new FaultlineError('package-failed', { why: readOutput(error) }, error);
  }
  const bundles = join(folder, '.esbuild/.build/functions');
  const names = (await readdir(bundles)).filter((name) => name.endsWith('.cjs')).map((name) => name.slice(0, -4));
  return {
    template: await readFile(join(folder, 'packaged/cloudformation-template-update-stack.json'), 'utf8'),
    functions: await Promise.all(
      names.map(async (name) => ({
        name,
        file: join(bundles, `${name}.cjs`),
        zippedSize: (await stat(join(folder, 'packaged', `${name}.zip`))).size,
      })),
    ),
  };
}

function readOutput(error: unknown): string {
  const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
  return `${stdout}${stderr}`.trim() || String(error);
}
