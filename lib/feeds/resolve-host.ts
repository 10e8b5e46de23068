import { lookup, Resolver } from 'node:dns/promises';

/** All addresses of a host name. */
export type Resolve = (hostname: string) => Promise<{ address: string; family: number }[]>;

/** Milliseconds; a second try waits longer. */
const patience = { timeout: 1500, tries: 2 };

/**
 * Looks host names up by asking the name servers itself. The system's own call takes one of a handful of threads for as long as it
 * waits, so that two names whose servers are silent would hold up every other look-up, files and compression too (libuv gives it half
 * of its four threads). It is asked only where the name servers know no such name: for the hosts file and names of the local network.
 * @param servers addresses of name servers in place of the system's, with or without a port
 * @throws as `dns.lookup` does, and ETIMEOUT where a name server is silent
 */
export function createResolve(servers?: readonly string[]): Resolve {
  const resolver = new Resolver(patience);
  if (servers) resolver.setServers(servers);
  return async (hostname) => {
    const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const addresses = [
      ...(four.status === 'fulfilled' ? four.value.map((address) => ({ address, family: 4 })) : []),
      ...(six.status === 'fulfilled' ? six.value.map((address) => ({ address, family: 6 })) : []),
    ];
    if (addresses.length > 0) return addresses;
    const silent = [four, six].find((answer) => answer.status === 'rejected' && answer.reason.code === 'ETIMEOUT');
    if (silent?.status === 'rejected') throw silent.reason;
    return lookup(hostname, { all: true });
  };
}
