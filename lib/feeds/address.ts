import { BlockList, isIP } from 'node:net';

/** IANA special-purpose registry of IPv4 (RFC 6890 and what came after it): all that is not a public unicast address. */
const specialIpv4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // this network, unspecified
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // public by its number, and in Azure the host that a virtual machine runs on
  ['169.254.0.0', 16], // link-local, where clouds serve their metadata
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays, withdrawn
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

/** What lies inside global unicast 2000::/3 and yet is not public, or hides an IPv4 address that a relay would reach. */
const specialIpv6: readonly (readonly [string, number])[] = [
  ['2001::', 23], // protocol assignments: Teredo, benchmarks, ORCHID
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4
  ['3fff::', 20], // documentation
];

const special = new BlockList();
for (const [net, prefix] of specialIpv4) special.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of specialIpv6) special.addSubnet(net, prefix, 'ipv6');

/** Everything outside is loopback, unique local, link-local, site-local, multicast, discard, IPv4-compatible or unassigned. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** IPv4-mapped addresses and those of the well-known NAT64 prefix (RFC 6052) reach the IPv4 address in their last 32 bits. */
const embedding = new BlockList();
embedding.addSubnet('::ffff:0:0', 96, 'ipv6');
embedding.addSubnet('64:ff9b::', 96, 'ipv6');

/**
 * Says whether an IP address, v4 or v6 in any spelling, is a public unicast one. Anything else, no address included, is not.
 */
export function isPublicAddress(ip: string): boolean {
  const version = isIP(ip);
  if (version === 4) return !special.check(ip, 'ipv4');
  // A zone (fe80::1%eth0) only exists for addresses of the own link.
  if (version !== 6 || ip.includes('%')) return false;
  if (embedding.check(ip, 'ipv6')) return isPublicAddress(extractIpv4(ip));
  return globalUnicast.check(ip, 'ipv6') && !special.check(ip, 'ipv6');
}

function extractIpv4(ip: string): string {
  const groups = new URL(`http://[${ip}]/`).hostname.slice(1, -1).split(':').slice(-2);
  const [high = 0, low = 0] = groups.map((group) => Number.parseInt(group || '0', 16));
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

const allowedPorts = new Set(['', '80', '443', '8080', '8443']);

/**
 * Why an address may not be fetched, in a few words; `undefined` where it may. A host that is an IP address is judged here, in
 * all its spellings (0x7f.1, 2130706433); one that is a name is judged when it is looked up, at connect time.
 * @param allowPrivate admits private addresses, and with them any port
 */
export function checkUrl(url: string, allowPrivate: boolean): string | undefined {
  const parsed = URL.parse(url);
  if (!parsed) return 'it is no URL';
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
    return `its scheme is ${parsed.protocol.slice(0, -1)}, neither http nor https`;
  }
  if (parsed.username || parsed.password) return 'it carries a user name or a password';
  if (allowPrivate) return undefined;
  if (!allowedPorts.has(parsed.port)) return `port ${parsed.port} is not allowed`;
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  // Names under localhost are loopback by RFC 6761, whatever the resolver says.
  const isPrivate = isIP(host) ? !isPublicAddress(host) : /(?:^|\.)localhost\.?$/.test(host);
  return isPrivate ? `address ${host} is not public` : undefined;
}
