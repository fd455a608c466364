import { lookup } from 'node:dns/promises';

/** All addresses that a name stands for now, IPv4 and IPv6. Throws with the code of `getaddrinfo`. */
export type Resolver = (host: string) => Promise<readonly string[]>;

/** As every program of this machine sees names, its hosts file included. */
export const systemResolver: Resolver = async (host) => {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
};
