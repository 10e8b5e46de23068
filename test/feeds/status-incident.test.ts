import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../lib/feeds/parse.ts';
import { parseIncident } from '../../lib/feeds/status-incident.ts';
import { createDrafts } from '../../lib/jobs/create-drafts.ts';
import { buildFeed } from '../fixtures/builders.ts';

const golden = join(import.meta.dirname, '../fixtures/status');
const seenAt = new Date('2025-01-01T00:00:00Z');

describe('what a status page says of its incidents is read', () => {
  // `vitest run -u` writes the expected files anew; read what it wrote.
  it.each(readdirSync(golden))('as in test/fixtures/status/%s', async (name) => {
    const document = await parseFeed(readFileSync(join(golden, name, 'input.xml'), 'utf8'));
    const drafts = createDrafts(buildFeed({ kind: 'status' }), document, seenAt);
    const told = drafts.map(({ title, url, publishedAt, incident }) => ({ title, url, publishedAt, incident }));
    await expect(`${JSON.stringify(told, null, 2)}\n`).toMatchFileSnapshot(join(golden, name, 'expected.json'));
  });

  const at = new Date('2024-06-05T12:00:00Z');
  const read = (title: string, summary: string) => parseIncident({ title, summary, published: at }, 'Status');

  it.each([
    ['[Investigating] Slow API', 'Text.', 'investigating'],
    ['Slow API', 'Jun 5, 10:33 PM UTC RESOLVED - This is over.', 'resolved'],
    ['Slow API: Monitoring', 'Text.', undefined],
    ['Slow API [Monitoring]', 'Text.', 'monitoring'],
    ['Resolved: slow API', 'Text.', 'resolved'],
    ['Slow API', 'Status: In progress The work has begun.', 'in-progress'],
    ['Slow API', 'Identified - a disk is full.', 'identified'],
    ['UPDATE: slow API', 'We have identified the root cause.', 'identified'],
    ['Work on the grid', 'Type: Maintenance We will replace a switch.', 'scheduled'],
    ['Resolved to be better, the company grows', 'It identified three markets.', undefined],
    ['How we monitor', 'Monitoring is an art.', undefined],
  ])('%j, %j: %s', (title, summary, state) => {
    expect(read(title, summary)?.state).toBe(state);
  });

  it.each([
    ['Severity: Critical.', 'critical'],
    ['Affected components: API (Major outage)', 'critical'],
    ['Affected components: API (Degraded performance), Web (Partial outage)', 'major'],
    ['Affected components: API (Operational)', undefined],
    ['It has a major impact on all.', undefined],
  ])('with an impact: %j: %s', (text, impact) => {
    expect(read('[Investigating] x', text)?.impact).toBe(impact);
  });

  it('with times of the year that makes them the latest before the entry', () => {
    const text = 'Jan 1, 00:20 UTC Resolved - Over. Dec 31, 23:50 CET Investigating - Open.';
    const incident = parseIncident({ title: 'x', summary: text, updated: new Date('2024-01-01T00:21:00Z') }, '');
    expect(incident?.updates.map((update) => update.at?.toISOString())).toEqual([
      '2023-12-31T22:50:00.000Z',
      '2024-01-01T00:20:00.000Z',
    ]);
  });
});

describe('the entries of one incident', () => {
  const draft = (kind: 'status' | 'news', items: { title: string; guid: string; url?: string; minutes: number }[]) =>
    createDrafts(
      buildFeed({ kind }),
      {
        title: 'Status',
        items: items.map(({ minutes, ...item }) => ({
          ...item,
          summary: `Words of ${item.guid}`,
          published: new Date(Date.UTC(2024, 5, 5) + minutes * 60_000),
        })),
      },
      seenAt,
    );
  const first = { title: 'Informational message: Errors', guid: 'https://s.example/#ec2-x_1717545600', minutes: 0 };
  const second = { title: 'Service disruption: Errors', guid: 'https://s.example/#ec2-x_1717549200', minutes: 60 };

  it('are one article, though each has a guid of its own, and stay the same one when another comes', () => {
    const [before] = draft('status', [first]);
    const after = draft('status', [second, first]);
    expect(after).toHaveLength(1);
    expect(after[0]).toMatchObject({ id: before?.id, title: second.title, publishedAt: before?.publishedAt });
    expect(after[0]?.incident?.updates.map(({ text }) => text)).toEqual([
      `Words of ${first.guid}`,
      `Words of ${second.guid}`,
    ]);
  });

  it('are two where days lie between, or they tell of another service', () => {
    expect(draft('status', [{ ...second, minutes: 3000 }, first])).toHaveLength(2);
    expect(draft('status', [{ ...second, guid: 'https://s.example/#s3-x_1717549200' }, first])).toHaveLength(2);
  });

  it('are not looked for in news', () => {
    expect(draft('news', [second, first])).toHaveLength(2);
  });
});

it('hostile entries are read or not, in time, and within bounds', () => {
  const part = fc.constantFrom(
    'Jun 5, 10:33 UTC Resolved - ',
    'Affected components: ',
    'API (Major outage)',
    ' - ',
    '[',
    'THIS IS A SCHEDULED EVENT ',
    'Status: ',
    'Resolved',
    '(',
    ', ',
    'Xx 9, 9:99 ZZ a - ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(part, fc.string()), { maxLength: 40 }), fc.nat(2000), (parts, times) => {
      const text = parts.join('').repeat(times).slice(0, 100_000);
      const started = performance.now();
      const incident = parseIncident({ title: text.slice(0, 1000), summary: text, published: seenAt }, text);
      expect(performance.now() - started).toBeLessThan(1000);
      expect(JSON.stringify(incident ?? {}).length).toBeLessThan(300_000);
    }),
    { numRuns: 200 },
  );
});
