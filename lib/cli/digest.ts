import type { Digest } from '../digest/digest.ts';
import { FaultlineError } from '../errors.ts';
import { compilePeriod } from '../jobs/compile.ts';
import { listReceipt } from '../jobs/list-receipt.ts';
import { renderDigestBlocks } from '../render/digest-blocks.ts';
import { renderDigestHtml } from '../render/digest-html.ts';
import { renderDigestJson } from '../render/digest-json.ts';
import { renderDigestText } from '../render/digest-text.ts';
import { renderReceiptText } from '../render/receipt-text.ts';
import { type Context, describeTerminal, print, printJson, readQuery, readTime, withStore } from './context.ts';
import type { DigestFormat } from './options.ts';
import { openPerspective } from './perspective.ts';

/** `digest`: compiles a digest of the period, keeps it, and prints it. */
export async function runDigest(
  context: Context,
  words: readonly string[],
  options: { since: string; asOf?: string; format: DigestFormat },
): Promise<void> {
  const now = new Date();
  const query = readQuery(words);
  const asOf = options.asOf ? readTime(options.asOf, now) : now;
  // Nothing is known of a time to come, and a digest once made of it would stay as it was made.
  const to = asOf < now ? asOf : now;
  const from = readTime(options.since, to);
  if (from >= to) throw new FaultlineError('time-wrong', { text: options.since });
  const format = context.json ? 'json' : options.format;
  const { digest, rows } = await withStore(context, async (store) => {
    const subscriptionId = `cli:${context.config.team}:${query.text}`;
    const made = await compilePeriod(store, { subscriptionId, query, from, to }, await openPerspective(context, store));
    return { digest: made, rows: format === 'html' ? await listReceipt(store, made) : [] };
  });
  if (format === 'html') print(renderDigestHtml(digest, rows));
  else printDigest(digest, format);
}

/** Prints a digest to stdout, in a format that needs nothing else. */
export function printDigest(digest: Digest, format: Exclude<DigestFormat, 'html'>): void {
  if (format === 'json') printJson(renderDigestJson(digest));
  else if (format === 'blocks') printJson(renderDigestBlocks(digest));
  else print(renderDigestText(digest, describeTerminal()));
}

/** `receipt`: the fate of every article of a digest's period. */
export async function runReceipt(context: Context, id: string): Promise<void> {
  const { digest, rows } = await withStore(context, async (store) => {
    const found = await store.digests.get(id);
    if (!found) throw new FaultlineError('digest-unknown', { digest: id });
    return { digest: found, rows: await listReceipt(store, found) };
  });
  if (context.json) for (const row of rows) printJson(row);
  else print(renderReceiptText(digest, rows, describeTerminal()));
}
