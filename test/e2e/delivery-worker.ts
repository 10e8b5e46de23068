import { writeSync } from 'node:fs';
import { deliverDue } from '../../lib/jobs/deliver.ts';
import { createClient } from '../../lib/slack/client.ts';
import { createMessenger } from '../../lib/slack/messenger.ts';
import { openPlace } from './store-place.ts';

/**
 * A process of its own that delivers what is due: `node delivery-worker.ts PLACE SLACK-API-URL TIME MOMENT`, the place being that of its store. There is a moment before and
 * one after each call of the store and of Slack; at the one of that number it is dead, with no time for anything. It says where.
 */
const [place = '', slackApiUrl = '', time = '', fatal = ''] = process.argv.slice(2);

let moments = 0;
function pass(where: string): void {
  if (moments++ !== Number(fatal)) return;
  writeSync(1, where);
  process.kill(process.pid, 'SIGKILL');
}

function watch<Part extends object>(name: string, part: Part): Part {
  return new Proxy(part, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]) => {
        pass(`before ${name}.${String(key)}`);
        const result: unknown = await Reflect.apply(member, target, given);
        pass(`after ${name}.${String(key)}`);
        return result;
      };
    },
  });
}

const store = openPlace(place);
const began = performance.now();
await deliverDue(
  {
    store: {
      deliveries: watch('deliveries', store.deliveries),
      digests: watch('digests', store.digests),
      alerts: watch('alerts', store.alerts),
      subscriptions: watch('subscriptions', store.subscriptions),
      teams: watch('teams', store.teams),
    },
    messenger: watch('messenger', createMessenger({ client: async () => createClient('xoxb-test', { slackApiUrl }) })),
    now: () => new Date(Number(time) + performance.now() - began),
    log: () => undefined,
  },
  { limit: 100 },
);
store.close();
writeSync(1, `survived ${moments} moments`);
