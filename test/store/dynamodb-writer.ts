import { readFileSync, writeSync } from 'node:fs';
import { openClient } from '../../lib/cli/bench/local-dynamodb.ts';
import { createDynamoStore } from '../../lib/store/dynamodb/store.ts';
import { minutesLater } from '../fixtures/builders.ts';

/** A process of its own that works on a table: `node dynamodb-writer.ts ENDPOINT TABLE DEED NAME [COUNT]`. */
const [endpoint = '', table = '', deed = '', name = '', count = ''] = process.argv.slice(2);

// All that are to work at once begin together: each waits until its standard input ends.
say('ready');
readFileSync(0);
const client = openClient({ endpoint });
const store = createDynamoStore({ table, client });

/** Written at once, so that whoever listens hears it before what comes next is done. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}

function standStill(): never {
  say('half way');
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

async function claimSome(...claim: [now: Date, leaseUntil: Date, limit: number]): Promise<string[]> {
  if (name === 'feeds') return (await store.feeds.claimDue(...claim)).map(({ id }) => id);
  if (name === 'subscriptions') return (await store.subscriptions.claimDue(...claim)).map(({ id }) => id);
  return (await store.deliveries.claimDue(...claim)).map(({ delivery }) => delivery.id);
}

const deeds: Record<string, () => Promise<void>> = {
  /** Claims what the name says until nothing of it is due any more, and says which. */
  async claim() {
    for (;;) {
      const ids = await claimSome(minutesLater(60), minutesLater(65), 3);
      if (ids.length === 0) return;
      for (const id of ids) say(id);
    }
  },
  /** Claims likewise once, says which, and stands still for ever with it. */
  async hold() {
    for (const id of await claimSome(minutesLater(60), minutesLater(65), Number(count))) say(id);
    standStill();
  },
  /** Forgets the named workspace, but stands still for ever before the request of that number. */
  async forget() {
    let asked = 0;
    client.middlewareStack.add(
      (next) => (args) => {
        if (++asked === Number(count)) standStill();
        return next(args);
      },
      { step: 'initialize' },
    );
    await store.teams.forget(name);
    say('forgotten');
  },
};

await deeds[deed]?.();
store.close();
