import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { whyAddressIsBlocked } from './check-address.ts';
import { OutgoingRequestError } from './outgoing-request-error.ts';

/** Resolves a host name to all its addresses, like `lookup(hostname, { all: true })` of `node:dns/promises`. */
export type ResolveHost = (hostname: string) => Promise<LookupAddress[]>;

/**
 * The `lookup` hook of a socket. The answer is judged here, inside the connector, and the socket connects to the
 * very addresses that were judged: there is no second look-up a rebinding DNS server could answer differently.
 * One bad address refuses the whole answer, since the socket is free to try any of them.
 */
export function guardedLookup(resolve: ResolveHost, allowPrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        const blocked = addresses
          .map(({ address }) => whyAddressIsBlocked(address, allowPrivate))
          .find((reason) => reason !== null);
        if (first === undefined) callback(new OutgoingRequestError('unreachable', hostname, 'ENODATA'), []);
        else if (blocked !== undefined) callback(new OutgoingRequestError('blocked', hostname, blocked), []);
        else if (options.all === true) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error) => callback(error, []),
    );
  };
}
