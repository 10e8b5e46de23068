import type { Digest } from '../../digest/digest.ts';
import { FaultlineError } from '../../errors.ts';
import { listReceipt } from '../../jobs/list-receipt.ts';
import { findPostedDigest } from '../../jobs/posted-digest.ts';
import type { SlackMessage } from '../../render/blocks.ts';
import { renderReceiptBlocks } from '../../render/receipt-blocks.ts';
import type { SlackServices } from '../services.ts';
import type { Asker } from '../task.ts';

/**
 * The fates of a digest of the asker's workspace, of the last one of the channel where none is named.
 * @throws FaultlineError `digest-unknown` or `no-digest-yet`
 */
export async function answerReceipt(
  digestId: string | undefined,
  { team, channel }: Asker,
  { store, now }: SlackServices,
): Promise<SlackMessage> {
  if (digestId) {
    const digest = await store.digests.get(digestId);
    if (!digest || !(await isOfTeam(digest, team, store)))
      throw new FaultlineError('digest-unknown', { digest: digestId });
    return renderReceiptBlocks(digest, await listReceipt(store, digest));
  }
  const last = channel ? await findPostedDigest(store, { team, channel }, now()) : undefined;
  if (!last) throw new FaultlineError('no-digest-yet');
  return renderReceiptBlocks(last, await listReceipt(store, last));
}

/** Workspaces share the archive of reports, and nothing else. */
async function isOfTeam({ subscriptionId }: Digest, team: string, store: SlackServices['store']): Promise<boolean> {
  return (await store.subscriptions.get(subscriptionId))?.team === team;
}
