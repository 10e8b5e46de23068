import type { Finding } from '../jobs/doctor/finding.ts';
import { examine } from '../runtime/doctor/examine.ts';
import { type GlobalOptions, print, printJson } from './context.ts';
import type { TableOption } from './move.ts';

/**
 * `doctor`: what is misconfigured and how to mend it, a finding as soon as it is known. It asks for the environment as it is, because
 * other commands refuse a wrong one.
 * @returns the exit status: 1 where anything is wrong
 */
export async function runDoctor(options: GlobalOptions & TableOption): Promise<number> {
  let wrong = 0;
  for await (const finding of examine(process.env, options, () => new Date())) {
    if (finding.kind === 'wrong') wrong++;
    if (options.json) printJson(finding);
    else print(renderFinding(finding));
  }
  return wrong > 0 ? 1 : 0;
}

function renderFinding(finding: Finding): string {
  const line = `${finding.kind.padEnd(9)}${finding.about.padEnd(11)}${finding.what}`;
  return clean(finding.kind === 'ok' ? line : `${line}\n${' '.repeat(20)}→ ${finding.mend}`);
}

/** Titles of feeds and answers of servers cannot steer the terminal. */
function clean(text: string): string {
  return text.replace(/[^\P{Cc}\n]|\p{Cf}/gu, ' ');
}
