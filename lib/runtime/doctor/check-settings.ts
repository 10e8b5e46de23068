import { parseGazetteer } from '../../classify/gazetteer.ts';
import { FaultlineError } from '../../errors.ts';
import type { Finding } from '../../jobs/doctor/finding.ts';
import { type Config, readConfig } from '../config.ts';
import { readText } from '../read-file.ts';
import { readSlackAccess } from '../slack-access.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings as every command does, but goes on after the first that is wrong.
 * @returns also the settings that hold without those
 */
export async function checkSettings(environment: Environment): Promise<{ findings: Finding[]; config: Config }> {
  const findings: Finding[] = [];
  const sound: Record<string, string> = {};
  for (const [name, text] of Object.entries(environment)) {
    if (!name.startsWith('FAULTLINE_') || !text) continue;
    const fault = findFault(() => readConfig({ [name]: text }));
    if (fault) findings.push(fault);
    else sound[name] = text;
  }
  const config = readConfig(sound);
  const contradiction = findFault(() => readSlackAccess(config.slack));
  if (contradiction) findings.push(contradiction);
  if (config.table && sound.FAULTLINE_DB) {
    findings.push({
      kind: 'warning',
      about: 'settings',
      what: 'FAULTLINE_TABLE and FAULTLINE_DB both name a store; `export`, `import` and `doctor` take the table, all else the file.',
      mend: 'Unset the one that you do not mean.',
    });
  }
  const gazetteer = await checkGazetteer(config.gazetteer);
  if (gazetteer) findings.push(gazetteer);
  if (findings.length === 0) {
    const count = Object.keys(sound).length;
    findings.push({ kind: 'ok', about: 'settings', what: `${count} set in the environment, the rest as usual.` });
  }
  return { findings, config };
}

function findFault(read: () => unknown): Finding | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return describeFault(error);
  }
}

async function checkGazetteer(file: string): Promise<Finding | undefined> {
  if (!file) return undefined;
  try {
    parseGazetteer(await readText(file), file);
    return undefined;
  } catch (error) {
    return describeFault(error);
  }
}

function describeFault(error: unknown): Finding {
  if (!(error instanceof FaultlineError)) throw error;
  return {
    kind: 'wrong',
    about: 'settings',
    what: error.message,
    mend: 'The README has all settings in a table; `.env.example` too.',
  };
}
