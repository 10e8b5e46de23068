import { deliverDue } from '../lib/jobs/deliver.ts';
import { createClient } from '../lib/slack/client.ts';
import { createMessenger } from '../lib/slack/messenger.ts';
import { createPlayground } from '../lib/slack/playground/server.ts';
import { createSqliteStore } from '../lib/store/sqlite/store.ts';
import { buildDelivery, buildDigest, buildDigestStory } from './fixtures/builders.ts';
const store = createSqliteStore('/tmp/zz.sqlite');
const n = 1000;
const channels = Array.from({ length: n }, (_, i) => ({ id: `C${i}`, name: `c${i}`, kind: 'public' as const, members: ['U1'], hasApp: true }));
const slack = await createPlayground({ port: 0, now: () => new Date(), botToken: 'xoxb-t', appToken: 'x', signingSecret: 's', clientId: 'c', clientSecret: 's', users: [], channels } as never);
for (let i = 0; i < n; i++) {
  await store.digests.add(buildDigest({ id: `d${i}`, stories: Array.from({ length: 4 }, (_, j) => buildDigestStory({ id: `s${j}` })) }));
  await store.deliveries.add(buildDelivery({ id: `d${i}`, channel: `C${i}`, consignment: { kind: 'digest', digestId: `d${i}` } }));
}
const client = createClient('xoxb-t', { slackApiUrl: slack.apiUrl });
const t = performance.now();
const timer = setInterval(() => console.log(Math.round(process.memoryUsage().heapUsed / 1e6), 'MB'), 5000);
const report = await deliverDue({ store, messenger: createMessenger({ client: async () => client }), now: () => new Date(), log: console.log }, { limit: 2000 });
clearInterval(timer);
const s = (performance.now() - t) / 1000;
console.log(report, s, 's', (n * 5) / s, 'posts/s', process.memoryUsage().heapUsed / 1e6);
process.exit(0);
