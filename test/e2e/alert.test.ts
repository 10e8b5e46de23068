import { describe } from 'vitest';
import type { Article } from '../../lib/article.ts';
import { raiseAlerts } from '../../lib/jobs/alert.ts';
import { compileDue } from '../../lib/jobs/compile-due.ts';
import { deliverDue } from '../../lib/jobs/deliver.ts';
import { plainPerspective } from '../../lib/jobs/perspective.ts';
import type { Store } from '../../lib/jobs/ports.ts';
import { createClient } from '../../lib/slack/client.ts';
import { createMessenger } from '../../lib/slack/messenger.ts';
import type { PlaygroundMessage } from '../../lib/slack/playground/protocol.ts';
import { createPlayground, type Playground } from '../../lib/slack/playground/server.ts';
import { buildSubscription, minutesLater } from '../fixtures/builders.ts';
import { buildFaultReport } from '../fixtures/fault-reports.ts';
import { fileReports, it as stores } from '../jobs/fixture.ts';

const room = 'C0INCIDENTS';

interface Desk {
  slack: Playground;
  /** Sets the clock to a minute, files what was seen then, and does what is due. */
  passTo(minute: number, ...reports: Article[]): Promise<void>;
  messages(): Pick<PlaygroundMessage, 'ts' | 'threadTs' | 'text'>[];
}

/** #incident-room, subscribed to alerts of outages, over real HTTP to what plays Slack. */
const it = stores.extend<{ desk: Desk }>({
  desk: async ({ store }, use) => {
    let minute = 0;
    const now = () => minutesLater(minute);
    const tokens = { botToken: 'xoxb-1', appToken: 'xapp-1', signingSecret: 'of the test' };
    const slack = await createPlayground({ port: 0, now, ...tokens });
    const client = createClient(tokens.botToken, { slackApiUrl: slack.apiUrl });
    const messenger = createMessenger({ client: async () => client });
    const log = () => undefined;
    await subscribe(store);
    await use({
      slack,
      async passTo(later, ...reports) {
        await fileReports(store, ...reports);
        // What was seen is compiled once it has settled.
        minute = later + 2;
        const raise = (...look: [Parameters<typeof raiseAlerts>[1], Parameters<typeof raiseAlerts>[2]]) =>
          raiseAlerts(store, ...look);
        await compileDue({ store, now, loadPerspective: async () => plainPerspective, raise, log });
        await deliverDue({ store, messenger, now, log }, { limit: 100 });
      },
      messages: () => slack.workspace.channels.get(room)?.messages ?? [],
    });
    await slack.close();
  },
});

async function subscribe(store: Store): Promise<void> {
  await store.subscriptions.add(
    buildSubscription({
      team: 'T0PLAYGROUND',
      channel: room,
      query: 'topic:outage',
      cadence: 'alert',
      threshold: { publishers: 3, within: 60, official: true },
      nextAt: minutesLater(1),
    }),
  );
}

const reportAt = (i: number, minute: number, overrides: Partial<Article> = {}): Article =>
  buildFaultReport(i, { seenAt: minutesLater(minute), ...overrides });

describe('an outage of twelve updates', () => {
  it('makes one post, which is kept up to date until it is resolved, its history in the thread', async ({
    desk,
    expect,
  }) => {
    await desk.passTo(3, reportAt(0, 2), reportAt(1, 3));
    expect(desk.messages()).toEqual([]);
    await desk.passTo(6, reportAt(2, 6));
    const [posted, ...others] = desk.messages();
    expect(others).toEqual([]);
    expect(posted?.text).toContain('3 independent publishers within 60 minutes');

    for (let i = 3; i < 11; i++) {
      const wording = { title: `Fault number ${i} ${'abcdefghijkl'[i]}`, summary: `${i}` };
      await desk.passTo(i * 10, reportAt(i, i * 10, wording));
    }
    await desk.passTo(
      120,
      reportAt(11, 120, {
        title: 'Check-in restored at all airports',
        summary: 'All systems are back to normal, it said.',
      }),
    );

    const [alert, ...replies] = desk.messages();
    expect(alert?.ts).toBe(posted?.ts);
    expect(alert?.text).toMatch(/^Resolved/);
    expect(replies).toHaveLength(9);
    expect(new Set(replies.map(({ threadTs }) => threadTs))).toEqual(new Set([posted?.ts]));
    expect(replies.at(-1)?.text).toContain('resolved');
    await desk.passTo(125);
    expect(desk.messages()).toHaveLength(10);
  });
});

describe("the provider's own word", () => {
  it('is enough for an alert by itself', async ({ desk, expect }) => {
    const own = { title: 'Major outage of the sign-in service', isOfficial: true } as const;
    await desk.passTo(3, reportAt(0, 2, own));
    expect(desk.messages()).toHaveLength(1);
    expect(desk.messages()[0]?.text).toContain('Outlet 0 itself calls it major');
  });
});
