import { describe, expect } from 'vitest';
import { it, patient } from './fixture.ts';
import { readJsonLines } from './run-faultline.ts';

describe.concurrent('doctor', patient, () => {
  it('ends well where nothing is wrong, though something could be better', async ({ workspace }) => {
    await workspace.run(['feeds', 'list']);
    const { status, stdout, stderr } = await workspace.run(['doctor']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^ok {7}store {6}The store .* is sound/m);
    expect(stdout).toMatch(
      /^warning {2}feeds {6}There is no feed in the list\.\n +→ `faultline feeds catalogue --add`/m,
    );
  });

  it('fails where something is wrong, with a finding a line for programs', async ({ workspace }) => {
    const env = { FAULTLINE_PORT: 'abc', FAULTLINE_SLACK_BOT_TOKEN: 'swordfish' };
    const { status, stdout, stderr } = await workspace.run(['doctor', '--json'], { env });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    const wrong = readJsonLines(stdout).filter(({ kind }) => kind === 'wrong');
    expect(wrong).toMatchObject([{ about: 'settings' }, { about: 'settings' }]);
    for (const finding of wrong) expect(finding.mend).toBeTruthy();
    expect(stdout).not.toContain('swordfish');
  });

  it('looks at the file that is named and not at that of the settings', async ({ workspace }) => {
    const other = await workspace.write('notes.txt', 'Dear diary\n'.repeat(20));
    const { status, stdout } = await workspace.run(['doctor'], { db: other });
    expect(status).toBe(1);
    expect(stdout).toContain('notes.txt is not a Faultline store');
  });
});
