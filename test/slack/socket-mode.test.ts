import { SocketModeReceiver } from '@slack/bolt';
import { createSlackApp } from '../../lib/slack/app.ts';
import { createBoltLogger } from '../../lib/slack/bolt-log.ts';
import { ben, incidents, it } from './app-fixture.ts';

it('the same listeners answer over Socket Mode', async ({ app, expect }) => {
  const clientOptions = { slackApiUrl: app.slack.apiUrl, retryConfig: { retries: 0 } };
  const logger = createBoltLogger(app.services.log);
  const receiver = new SocketModeReceiver({ appToken: 'xapp-app-test', logger, installerOptions: { clientOptions } });
  const authorize = async () => ({ botToken: 'xoxb-app-test', botId: 'B0FAULTLINE', botUserId: 'U0FAULTLINE' });
  const bolt = createSlackApp({ receiver, authorize, services: app.services });
  // Nothing listens there: whatever is answered came over the socket.
  app.slack.connectApp('http://127.0.0.1:9/slack/events');
  await bolt.start();
  const [answer] = await app.ask(ben, 'help');
  expect(answer).toMatchObject({ channel: incidents, ephemeralTo: ben });
  await app.ask(ben, 'subscribe topic:outage');
  const modal = await app.awaitModal(ben, 'would have sent');
  const { ok, error } = await app.slack.act(ben, {
    kind: 'submit',
    modal: modal.id,
    values: { timezone: { timezone: { type: 'plain_text_input', value: 'Berln' } } },
  });
  expect({ ok, error }).toEqual({ ok: false, error: expect.stringContaining('Europe/Berlin') });
  const disconnected = new Promise((resolve) => receiver.client.once('disconnected', resolve));
  await bolt.stop();
  await disconnected;
});
