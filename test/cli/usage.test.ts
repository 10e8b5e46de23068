import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { it, patient } from './fixture.ts';
import { createWorkspace, type Workspace } from './run-faultline.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace();
});
afterAll(() => workspace.remove());

describe.concurrent('--help', patient, () => {
  it.each([
    ['--help', /Usage: faultline.*ingest.*FAULTLINE_DB/s],
    ['digest --help', /Usage: faultline digest.*--format/s],
    ['feeds --help', /Usage: faultline feeds.*export/s],
    ['feeds add --help', /Usage: faultline feeds add.*--ownership/s],
    ['help feeds', /Usage: faultline feeds/],
    ['correct --help', /Usage: faultline correct.*--sectors.*none.*--story.*new/s],
  ])('`faultline %s` tells on stdout how it is used, and exits with 0', async (line, usage) => {
    const { status, stdout, stderr } = await workspace.run(line.split(' '));
    expect(stdout).toMatch(usage);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe.concurrent('wrong usage exits with 2, prints no result, and names the nearest right spelling', patient, () => {
  it.each([
    ['digset', /unknown command 'digset'\n\(Did you mean digest\?/],
    ['feeds lst', /unknown command 'lst'\n\(Did you mean list\?/],
    ['ingest --fedes x', /unknown option '--fedes'\n\(Did you mean --feeds\?/],
    ['digest -football --fromat json', /unknown option '--fromat'\n\(Did you mean --format\?/],
    ['digest --format jsno', /'jsno' is invalid.*Did you mean json\?/s],
    ['feeds add https://press.example --ownership stat', /Did you mean state\?/],
    ['query secto:rail', /"secto:".*did you mean sector:/],
    ['query sector:aviaton', /"aviaton".*did you mean sector:aviation/],
    ['digest --since yesterday', /"yesterday" was not understood. Use 24h/],
    ['correct x --topic atack', /'atack' is invalid.*Did you mean attack\?/s],
    ['correct x --sectors rail,aviaton', /There is no "aviaton"\. \(Did you mean aviation\?\)/],
    ['correct x --sectors none,rail', /"none"/],
    ['correct x --views soverignty', /There is no "soverignty"\. \(Did you mean sovereignty\?\)/],
    ['correct x --views qwxyzqwxyz', /"qwxyzqwxyz" is none of multilateral, .*resilience/],
    ['correct x --sector rail', /unknown option '--sector'\n\(Did you mean --sectors\?/],
    ['correct', /missing required argument 'article'/],
    ['start --port 70000', /A port is a number from 0 to 65535/],
    ['parse - --base here', /An absolute address/],
    ['query', /missing required argument/],
    ['classify items.jsonl', /too many arguments/],
  ])('`faultline %s`', async (line, message) => {
    const { status, stdout, stderr } = await workspace.run(line.split(' '));
    expect(stderr).toMatch(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it('a command line without a command, which is answered with the help', async () => {
    const { status, stdout, stderr } = await workspace.run([]);
    expect(stderr).toContain('Usage: faultline');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it('an empty name for the store, which must not stand for the default store', async () => {
    const { status, stderr } = await workspace.run(['feeds', 'list'], { db: '' });
    expect(stderr).toContain('A file name was expected');
    expect(status).toBe(2);
    expect(await readdir(workspace.folder)).not.toContain('data');
  });
});

describe.concurrent('a setting in the environment', patient, () => {
  it.each([
    ['FAULTLINE_PROT', '1', 'did you mean FAULTLINE_PORT?', 'feeds list'],
    ['FAULTLINE_PROT', '1', 'did you mean FAULTLINE_PORT?', 'classify'],
    ['FAULTLINE_PORT', 'high', '"high" is not a port number', 'feeds list'],
    ['FAULTLINE_TEAM', 'ops team', '"ops team" is not letters, digits, hyphens and underscores', 'query x'],
    ['FAULTLINE_ALLOW_PRIVATE', 'constructor', '"constructor" is not true or false', 'feeds list'],
  ])('%s=%s is refused: %s (%s)', async (name, value, message, line) => {
    const { status, stdout, stderr } = await workspace.run(line.split(' '), { env: { [name]: value } });
    expect(stderr).toContain(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it('that is empty is not set', async () => {
    const { status } = await workspace.run(['feeds', 'list'], { env: { FAULTLINE_PORT: '', FAULTLINE_CONTACT: '' } });
    expect(status).toBe(0);
  });

  it('FAULTLINE_DB names the store where --db does not', async ({ workspace: own }) => {
    const { status } = await own.run(['feeds', 'list'], {
      db: null,
      env: { FAULTLINE_DB: `${own.folder}/named.sqlite` },
    });
    expect(status).toBe(0);
    expect(await readdir(own.folder)).toEqual(['named.sqlite', 'tmp']);
  });

  it("is not needed: the store then lies in the user's data folder", async ({ workspace: own }) => {
    await own.run(['feeds', 'list'], { db: null });
    expect(await readdir(`${own.folder}/data/faultline`)).toEqual(['faultline.sqlite']);
  });
});
