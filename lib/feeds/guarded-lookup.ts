import type { LookupFunction } from 'node:net';
import { FaultlineError } from '../errors.ts';
import { isPublicAddress } from './address.ts';
import { createResolve, type Resolve } from './resolve-host.ts';

/**
 * A look-up for sockets that hands on public addresses only. It runs at connect time and its answer is the one that is dialled,
 * so a name that changes its address between check and use (DNS rebinding) gains nothing. One private address among
 * several refuses them all: the socket may try each of them.
 */
export function createGuardedLookup(allowPrivate: boolean, resolve: Resolve = createResolve()): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const refused = allowPrivate ? undefined : addresses.find(({ address }) => !isPublicAddress(address));
        const [first] = addresses;
        if (refused) callback(refuse(refused.address), '');
        else if (!first) callback(Object.assign(new Error(hostname), { code: 'ENOTFOUND' }), '');
        else if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}

function refuse(address: string): FaultlineError {
  return new FaultlineError('feed-address-refused', { why: `address ${address} is not public`, hint: '' });
}
