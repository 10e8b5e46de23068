import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkUrl, isPublicAddress } from '../../lib/feeds/address.ts';

describe('a public address', () => {
  it.each([
    ...[
      '1.1.1.1',
      '8.8.8.8',
      '9.255.255.255',
      '11.0.0.0',
      '100.63.255.255',
      '100.128.0.0',
      '126.255.255.255',
      '128.0.0.1',
    ],
    ...[
      '169.253.255.255',
      '172.15.255.255',
      '172.32.0.0',
      '192.167.255.255',
      '192.169.0.0',
      '198.17.255.255',
      '198.20.0.0',
    ],
    ...[
      '223.255.255.255',
      '2606:4700:4700::1111',
      '2a00:1450:4001:81b::200e',
      '::ffff:8.8.8.8',
      '64:ff9b::8.8.8.8',
      '64:ff9b::808:808',
    ],
  ])('%s', (ip) => {
    expect(isPublicAddress(ip)).toBe(true);
  });
});

describe('no public address', () => {
  it.each([
    ...[
      '0.0.0.0',
      '0.1.2.3',
      '10.0.0.1',
      '10.255.255.255',
      '100.64.0.0',
      '100.127.255.255',
      '127.0.0.1',
      '127.255.255.255',
    ],
    ...[
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
      '192.0.0.1',
      '192.0.2.1',
      '192.88.99.1',
      '192.168.1.1',
      '198.18.0.1',
    ],
    ...[
      '198.19.255.255',
      '198.51.100.1',
      '203.0.113.1',
      '224.0.0.1',
      '239.255.255.255',
      '240.0.0.1',
      '255.255.255.255',
    ],
    ...[
      '::',
      '::1',
      '::8.8.8.8',
      '::ffff:10.0.0.1',
      '::ffff:7f00:1',
      '::FFFF:169.254.169.254',
      '0:0:0:0:0:ffff:127.0.0.1',
    ],
    ...[
      '64:ff9b::10.0.0.1',
      '64:ff9b::a9fe:a9fe',
      '64:ff9b::',
      '64:ff9b::1',
      '64:ff9b:1::8.8.8.8',
      '100::1',
      '2001::1',
    ],
    ...[
      '2001:2::1',
      '2001:10::1',
      '2001:db8::1',
      '2002:808:808::1',
      '3fff::1',
      '5f00::1',
      'fc00::1',
      'fd12:3456::1',
      'fe80::1',
    ],
    ...[
      'fe80::1%eth0',
      '2606:4700::1%lo',
      'fec0::1',
      'ff02::1',
      '4000::1',
      '',
      'localhost',
      '1.2.3',
      '08.8.8.8',
      '8.8.8.8.',
    ],
  ])('%j', (ip) => {
    expect(isPublicAddress(ip)).toBe(false);
  });

  it('is any private IPv4 address in the clothes of IPv6', () => {
    const privateIp = fc
      .tuple(fc.constantFrom('10', '127'), fc.nat(255), fc.nat(255), fc.nat(255))
      .map((parts) => parts.join('.'));
    fc.assert(
      fc.property(privateIp, fc.constantFrom('::ffff:', '64:ff9b::', '::', '2002::', '64:ff9b:1::'), (ip, prefix) => {
        expect(isPublicAddress(prefix + ip)).toBe(false);
      }),
    );
  });
});

describe('a URL is refused', () => {
  it.each([
    ['nonsense', 'it is no URL'],
    ['ftp://example.com/feed', 'its scheme is ftp, neither http nor https'],
    ['file:///etc/passwd', 'its scheme is file, neither http nor https'],
    ['javascript:alert(1)', 'its scheme is javascript, neither http nor https'],
    ['https://user:secret@example.com/', 'it carries a user name or a password'],
    ['http://example.com:22/', 'port 22 is not allowed'],
    ['http://example.com:6379/', 'port 6379 is not allowed'],
    ['http://10.0.0.1/', 'address 10.0.0.1 is not public'],
    ['http://2130706433/', 'address 127.0.0.1 is not public'],
    ['http://0x7f.1/', 'address 127.0.0.1 is not public'],
    ['http://0177.0.0.1/', 'address 127.0.0.1 is not public'],
    ['http://127。0。0。1/', 'address 127.0.0.1 is not public'],
    ['http://[::1]:8080/', 'address ::1 is not public'],
    ['http://[::ffff:169.254.169.254]/', 'address ::ffff:a9fe:a9fe is not public'],
    ['http://localhost/', 'address localhost is not public'],
    ['http://db.localhost./', 'address db.localhost. is not public'],
  ])('%s: %s', (url, why) => {
    expect(checkUrl(url, false)).toBe(why);
  });
});

describe('a URL is admitted', () => {
  it.each([
    'http://example.com/feed',
    'https://example.com:8443/feed',
    'http://example.com:8080/',
    'https://8.8.8.8/',
    'https://[2606:4700:4700::1111]/',
  ])('%s', (url) => {
    expect(checkUrl(url, false)).toBeUndefined();
  });

  it.each(['http://127.0.0.1:49152/', 'http://[::1]:3000/', 'http://localhost:8081/'])(
    '%s where private ones are',
    (url) => {
      expect(checkUrl(url, true)).toBeUndefined();
    },
  );

  it('but never by another scheme or with credentials', () => {
    expect(checkUrl('ftp://127.0.0.1/', true)).toBe('its scheme is ftp, neither http nor https');
    expect(checkUrl('http://a:b@127.0.0.1/', true)).toBe('it carries a user name or a password');
  });
});
