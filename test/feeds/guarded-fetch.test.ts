import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { NetworkCase, NetworkResult } from '../fixtures/fetch-in-own-network.ts';

/** A network of its own takes Linux, and a user who may make one; the addresses would be everybody's else. */
const canIsolate = spawnSync('unshare', ['-rn', 'ip', 'link', 'set', 'lo', 'up']).status === 0;

const publicIpv4 = '93.184.215.14';
const publicIpv6 = '2606:2800:21f:cb07::1';

/** Each is an address of the machine, with a server that waits at it. */
const privateAddresses = {
  loopback: '127.0.0.1',
  'loopback, not the first': '127.8.8.8',
  'private 10/8': '10.1.2.3',
  'private 172.16/12': '172.16.0.1',
  'private 192.168/16': '192.168.1.1',
  'carrier-grade NAT': '100.64.0.1',
  "carrier-grade NAT, where a cloud's metadata are": '100.100.100.200',
  'link-local, where metadata are': '169.254.169.254',
  'protocol assignments, where metadata are': '192.0.0.192',
  'documentation 192.0.2/24': '192.0.2.1',
  'documentation 198.51.100/24': '198.51.100.1',
  'documentation 203.0.113/24': '203.0.113.1',
  '6to4 relay': '192.88.99.1',
  benchmarks: '198.18.0.1',
  'the host of an Azure machine': '168.63.129.16',
  'IPv6 loopback': '::1',
  'unique local, where metadata are': 'fd00:ec2::254',
  'unique local, unassigned half': 'fc00::1',
  'site-local': 'fec0::1',
  'IPv6 documentation': '2001:db8::1',
  'IPv6 documentation, new': '3fff::1',
  '6to4': '2002:a01:203::1',
  Teredo: '2001::a01:203',
  'IPv6 benchmarks': '2001:2::1',
  ORCHID: '2001:20::1',
  'NAT64 of a private address': '64:ff9b::10.1.2.3',
  'NAT64 for local use': '64:ff9b:1::8.8.8.8',
  'IPv4-compatible': '::10.1.2.3',
  discard: '100::1',
} as const;

/** No machine can have these for its own. */
const nobodysAddresses = {
  unspecified: '0.0.0.0',
  'this network': '0.1.2.3',
  multicast: '224.0.0.1',
  'multicast, administrative': '239.255.255.250',
  reserved: '240.0.0.1',
  broadcast: '255.255.255.255',
  'IPv6 unspecified': '::',
  'IPv6 multicast': 'ff02::1',
  'IPv6 link-local': 'fe80::1',
  'IPv4-mapped loopback': '::ffff:127.0.0.1',
  'IPv4-mapped private': '::ffff:10.1.2.3',
} as const;

const all: Readonly<Record<string, string>> = { ...privateAddresses, ...nobodysAddresses };

const spellings = {
  'one number': 'http://2130706433/',
  'one number, hexadecimal': 'http://0x7f000001/',
  'one number, octal': 'http://017700000001/',
  'parts in octal': 'http://0177.0.0.01/',
  'parts in hexadecimal': 'http://0x7f.0x0.0x0.0x1/',
  'fewer parts': 'http://127.1/',
  'a dot at the end': 'http://127.0.0.1./',
  'digits of another script': 'http://①②⑦.⓪.⓪.①/',
  'full stops of another script': 'http://127。0。0。1/',
  'escaped digits': 'http://%31%32%37.0.0.1/',
  'IPv4-mapped, in hexadecimal': 'http://[::ffff:7f00:1]/',
  'IPv6 at full length': 'http://[0000:0000:0000:0000:0000:0000:0000:0001]/',
  'a zone': 'http://[fe80::1%25lo]/',
  'its name': 'http://localhost/',
  'its name, with a dot at the end': 'http://localhost./',
  'a name under localhost': 'http://db.localhost/',
  'a user name that looks like a host': 'http://public.example@10.1.2.3/',
  'a password': 'http://reader:secret@public.example/',
  'a backslash': 'http:\\\\10.1.2.3\\',
  'another port': 'http://public.example:22/',
  'the port of a database': 'http://public.example:6379/',
  ftp: 'ftp://public.example/feed',
  file: 'file:///etc/passwd',
  gopher: 'gopher://10.1.2.3:70/_GET',
  data: 'data:application/rss+xml,<rss/>',
  javascript: 'javascript:alert(1)',
} as const;

const publicName = { 'public.example': { A: [[publicIpv4]], AAAA: [[publicIpv6]] } };
const recordOf = (address: string) => (address.includes(':') ? 'AAAA' : 'A');
const urlOf = (address: string) => `http://${address.includes(':') ? `[${address}]` : address}/`;
const via = (url: string) => `http://public.example/to?${encodeURIComponent(url)}`;

interface Expectation extends NetworkResult {
  case: NetworkCase;
}

const cases: Record<string, Expectation> = {};
const refuse = (name: string, one: NetworkCase, reached: string[] = []) => {
  cases[name] = { case: one, outcomes: one.urls.map(() => 'failed'), reasons: [], reached };
};

for (const [name, address] of Object.entries(all)) {
  refuse(`${name} (${address}), written out`, { urls: [urlOf(address)] });
  refuse(`${name} (${address}), by a redirect`, { urls: [via(urlOf(address))], names: publicName }, [publicIpv4]);
  const record = recordOf(address);
  refuse(`${name} (${address}), behind a name`, {
    urls: ['http://inside.example/'],
    names: { 'inside.example': { [record]: [[address]] } },
  });
  refuse(
    `${name} (${address}), behind a name by a redirect`,
    {
      urls: [via('http://inside.example/')],
      names: { ...publicName, 'inside.example': { [record]: [[address]] } },
    },
    [publicIpv4],
  );
  refuse(`${name} (${address}), beside a public address`, {
    urls: ['http://split.example/'],
    names: {
      'split.example': {
        A: [[publicIpv4]],
        AAAA: [[publicIpv6]],
        [record]: [[record === 'A' ? publicIpv4 : publicIpv6, address]],
      },
    },
  });
  cases[`${name} (${address}), which a name becomes between two look-ups`] = {
    case: {
      urls: ['http://rebind.example/', 'http://rebind.example/'],
      names: { 'rebind.example': { [record]: [[record === 'A' ? publicIpv4 : publicIpv6], [address]] } },
    },
    outcomes: ['fetched', 'failed'],
    reasons: [],
    reached: [record === 'A' ? publicIpv4 : publicIpv6],
  };
}
for (const [name, url] of Object.entries(spellings)) {
  refuse(`${name} (${url})`, { urls: [url], names: publicName });
  // A header holds no others.
  if (/^[ -~]+$/.test(url))
    refuse(`${name} (${url}), by a redirect`, { urls: [via(url)], names: publicName }, [publicIpv4]);
}

function runCases(): Record<string, NetworkResult> {
  const input = JSON.stringify({
    cases: Object.values(cases).map((expectation) => expectation.case),
    addresses: [
      publicIpv4,
      publicIpv6,
      ...Object.values(privateAddresses).filter((address) => !/^(?:127\.|::1$)/.test(address)),
    ],
  });
  const script = new URL('../fixtures/fetch-in-own-network.ts', import.meta.url).pathname;
  const { stdout, stderr } = spawnSync('unshare', ['-rn', process.execPath, script], { input, encoding: 'utf8' });
  if (!stdout) throw new Error(stderr);
  const results: NetworkResult[] = JSON.parse(stdout);
  return Object.fromEntries(Object.keys(cases).map((name, i) => [name, results[i] as NetworkResult]));
}

describe.skipIf(!canIsolate)('on a machine where a server waits at every address, nobody is led to', () => {
  const results = canIsolate ? runCases() : {};

  it.each(Object.keys(cases))('%s', (name) => {
    const { outcomes, reached } = cases[name] as Expectation;
    expect(results[name]).toMatchObject({ outcomes, reached });
    const said = results[name]?.reasons.at(-1);
    expect(said).toMatch(
      /is not public|its scheme is|is not allowed|a user name or a password|it is no URL|what is no URL/,
    );
  });
});

it.skipIf(canIsolate)(
  'skipped: no network of its own can be made here (unshare -rn), so that addresses cannot be tried',
  () => {
    expect(canIsolate).toBe(false);
  },
);
