import { expect } from 'vitest';
import { it } from './fixture.ts';

/** The baselines are trained on the whole corpus, which takes half a minute where nothing else runs. */
const timeout = 600_000;

const labelled = [
  {
    ...{ id: 'one', lang: 'en', story: 'norvale', published: '2024-07-19T06:00:00Z' },
    title: 'Norvale Airways grounds flights as check-in computers fail',
    summary: 'The airline said that a software fault took down its check-in system. Passengers queued at the airport.',
    ...{ topic: 'outage', sectors: ['aviation'], viewpoints: [] },
  },
  {
    ...{ id: 'two', lang: 'en', story: 'norvale', published: '2024-07-19T07:00:00Z' },
    title: 'Check-in computers of Norvale Airways fail, flights grounded',
    summary: 'A software fault took down the check-in system of the airline, and passengers queued at the airport.',
    ...{ topic: 'outage', sectors: ['aviation'], viewpoints: [] },
  },
  {
    ...{ id: 'three', lang: 'de', story: 'sparkasse', published: '2024-07-19T08:00:00Z' },
    title: 'Serverausfall legt Banking-Apps der Sparkassen lahm',
    summary: 'Eine Störung der Server legte das Online-Banking lahm; Kunden der Sparkasse kamen nicht an ihre Konten.',
    ...{ topic: 'outage', sectors: ['banking'], viewpoints: [] },
  },
  {
    // Labelled against all reason, so that there is a mistake in which the model is sure.
    ...{ id: 'wrong', lang: 'en', story: 'hospital', published: '2024-07-19T09:00:00Z' },
    title: 'Ransomware gang claims hospital breach',
    summary: 'Hackers encrypted the servers of the hospital and stole patient records.',
    ...{ topic: 'policy', sectors: ['rail'], viewpoints: [] },
  },
];

it('`evaluate` tells how good labels and stories are, by label, language and probability, beside the baselines', {
  timeout,
}, async ({ workspace }) => {
  const file = await workspace.write('labelled.jsonl', labelled.map((item) => JSON.stringify(item)).join('\n'));
  const { status, stdout, stderr } = await workspace.run(['evaluate', file]);
  expect(stderr).toContain('Training the baselines');
  expect(status).toBe(0);
  const lines = stdout.split('\n');
  const rowOf = (name: string): string[] => {
    const line = lines.find((one) => one.startsWith(`${name}  `));
    if (!line) throw new Error(`there is no row of ${name} in\n${stdout}`);
    return line.slice(name.length).trim().split(/\s+/);
  };
  expect(lines[0]).toBe('labelled.jsonl: 4 items');

  expect(rowOf('aviation')).toEqual(['1.000', '1.000', '1.000', '2']);
  expect(rowOf('rail')).toEqual(['0.000', '0.000', '0.000', '1']);

  const ours = rowOf('Faultline').map(Number);
  expect(ours[0]).toBe(0.75);
  for (const name of ['majority', 'keyword rules', 'natural Bayes']) {
    const theirs = rowOf(name).map(Number);
    expect(theirs).toHaveLength(5);
    expect(theirs.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect(ours[1]).toBeGreaterThanOrEqual(theirs[1] ?? 1);
  }
  expect(rowOf('majority').slice(1)).toEqual(['0.000', '0.000', '0.000', '0.000']);

  expect(rowOf('language')).toEqual(['items', 'topic', 'sec', 'micro', 'view', 'micro']);
  expect(rowOf('en').slice(0, 2)).toEqual(['3', '0.667']);
  expect(rowOf('de').slice(0, 3)).toEqual(['1', '1.000', '1.000']);
  expect(lines.findIndex((line) => line.startsWith('en '))).toBeLessThan(
    lines.findIndex((line) => line.startsWith('de ')),
  );

  const bands = Array.from({ length: 10 }, (_, i) => rowOf(`${i / 10} to ${(i + 1) / 10}`).map(Number));
  expect(bands.reduce((sum, [count = 0]) => sum + count, 0) % 4).toBe(0);
  expect(stdout).toMatch(/expected calibration error 0\.\d{3}/);

  expect(stdout).toMatch(/stories: B-cubed precision \d\.\d{3}, recall 1\.000, F1 \d\.\d{3}/);

  expect(stdout).toMatch(/The \d mistakes in which the model was surest:\n/);
  expect(stdout).toMatch(
    /wrongly given topic:attack \([01]\.\d{3}\) {2}wrong {2}Ransomware gang claims hospital breach\n {4}“/,
  );
  expect(stdout).toMatch(/sector:healthcare|sector:rail/);
});
