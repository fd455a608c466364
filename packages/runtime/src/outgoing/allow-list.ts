import { type Address, isInside, type Network, parseAddress, parseNetwork } from './addresses.ts';

/** What an operator lets be reached besides the open internet. */
export type AllowEntry = { readonly port: number | null } & (
  | { readonly network: Network }
  /** The name, or with `below` all names that end with it, without itself. */
  | { readonly name: string; readonly below: boolean }
);

/** A list of `parseAllowEntry`s between commas; undefined when one of them is none. */
export function parseAllowList(text: string): AllowEntry[] | undefined {
  const entries = text.split(',').map((part) => parseAllowEntry(part.trim()));
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
}

/** A network (`10.0.0.0/8`), an address or a name (`files.example.org`, `*.example.org`), each also with a port (`[::1]:9000`). */
export function parseAllowEntry(text: string): AllowEntry | undefined {
  const { what, port } = splitPort(text);
  if (port !== null && (port < 1 || port > 65_535)) return undefined;
  if (what.includes('/')) {
    const network = parseNetwork(what);
    return network === undefined ? undefined : { network, port };
  }
  const address = parseAddress(what);
  if (address !== undefined) return { network: [address, address.kind() === 'ipv4' ? 32 : 128], port };
  const below = what.startsWith('*.');
  const name = normalName(below ? what.slice(2) : what);
  return name === undefined ? undefined : { name, below, port };
}

/** Whether a host name is named with this port. */
export function namesHost(entries: readonly AllowEntry[], host: string, port: number): boolean {
  return entries.some(
    (entry) =>
      'name' in entry &&
      fits(entry, port) &&
      (entry.below ? host.endsWith(`.${entry.name}`) : host === entry.name),
  );
}

/** Whether a network with this address is named with this port. */
export function namesAddress(entries: readonly AllowEntry[], address: Address, port: number): boolean {
  return entries.some((entry) => 'network' in entry && fits(entry, port) && isInside(address, entry.network));
}

/** Whether any network is named with this port: then a name has to be looked up to know. */
export function namesNetworks(entries: readonly AllowEntry[], port: number): boolean {
  return entries.some((entry) => 'network' in entry && fits(entry, port));
}

const fits = (entry: AllowEntry, port: number): boolean => entry.port === null || entry.port === port;

function splitPort(text: string): { what: string; port: number | null } {
  const bracketed = /^\[([^\]]*)\](?::(\d{1,5}))?$/.exec(text);
  const [, what = text, port] =
    bracketed ??
    (parseAddress(text) === undefined ? (/^(.*?)(?::(\d{1,5}))?$/.exec(text) ?? []) : [text, text]);
  return { what, port: port === undefined ? null : Number(port) };
}

/** As a URL says it: small letters, Punycode. Spellings of an address that is not the usual one are refused. */
function normalName(text: string): string | undefined {
  if (!/^[^\s:/?#@\\[\]%*]+$/.test(text) || !URL.canParse(`https://${text}`)) return undefined;
  const host = new URL(`https://${text}`).hostname.replace(/\.$/, '');
  return host === '' || parseAddress(host) !== undefined ? undefined : host;
}
