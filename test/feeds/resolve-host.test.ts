import { afterEach, describe, expect, it } from 'vitest';
import { createFetch } from '../../lib/feeds/fetch.ts';
import { createResolve } from '../../lib/feeds/resolve-host.ts';
import { type DnsServer, startDnsServer } from '../fixtures/dns-server.ts';

const open: DnsServer[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serve(...[answer]: Parameters<typeof startDnsServer>): Promise<DnsServer> {
  const server = await startDnsServer(answer);
  open.push(server);
  return server;
}

describe('a host name', () => {
  it('has the addresses of both families that the name server knows', async () => {
    const { address } = await serve((_, type) => (type === 'A' ? ['192.0.2.1', '192.0.2.2'] : ['2001:db8::1']));
    expect(await createResolve([address])('feeds.example')).toEqual([
      { address: '192.0.2.1', family: 4 },
      { address: '192.0.2.2', family: 4 },
      { address: '2001:db8::1', family: 6 },
    ]);
  });

  it('of one family has those', async () => {
    const { address } = await serve((_, type) => (type === 'A' ? [] : ['2001:db8::1']));
    expect(await createResolve([address])('feeds.example')).toEqual([{ address: '2001:db8::1', family: 6 }]);
  });

  it('that no name server knows may stand in the hosts file', async () => {
    const { address } = await serve(() => []);
    const families = (await createResolve([address])('localhost')).map((found) => found.address);
    expect(families.every((found) => found === '127.0.0.1' || found === '::1')).toBe(true);
    expect(families).not.toEqual([]);
  });

  it('whose name server is silent holds up no other, and is said to be so', async () => {
    const { address } = await serve((name, type) => {
      if (name !== 'feeds.example') return undefined;
      return type === 'A' ? ['192.0.2.1'] : [];
    });
    const resolve = createResolve([address]);
    const ended: string[] = [];
    const look = (name: string) => resolve(name).finally(() => ended.push(name));
    const silent = Array.from({ length: 12 }, (_, i) => look(`silent-${i}.example`));
    const outcomes = await Promise.allSettled([...silent, look('feeds.example')]);
    expect(ended[0]).toBe('feeds.example');
    expect(outcomes.map(({ status }) => status)).toEqual([...Array(12).fill('rejected'), 'fulfilled']);
    const { fetch, close } = createFetch({ allowPrivate: false, resolve });
    expect(await fetch({ url: 'http://silent.example/' })).toEqual({
      kind: 'failed',
      reason: 'the host name could not be looked up just now',
    });
    await close();
  }, 30_000);
});
