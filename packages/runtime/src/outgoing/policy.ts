import { isPublic, parseAddress } from './addresses.ts';
import { type AllowEntry, namesAddress, namesHost, namesNetworks } from './allow-list.ts';
import { OutgoingError } from './outgoing-error.ts';

/** Where requests of this installation may go. */
export interface OutgoingPolicy {
  /** Whether the open internet may be reached: by https, on port 443, by full names. */
  readonly openInternet: boolean;
  /** What may be reached besides, whatever its addresses and ports are. */
  readonly allow: readonly AllowEntry[];
  /** Whether what `allow` names may be reached without TLS. */
  readonly plainHttp: boolean;
}

/** Where a request goes, after everything was checked that needs no look-up. */
export interface Target {
  readonly url: URL;
  /** A name without a dot at its end, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  /** What its addresses must be. */
  readonly needs: 'nothing' | 'listed' | 'listed_or_public';
}

/** Names that never stand for a machine of the open internet. */
const LOCAL =
  /^[^.]+$|(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|test|invalid|onion|home\.arpa)$/;

/** Reads an address strictly. Throws OutgoingError `bad_address`, `scheme_refused` or `credentials_refused`; never repeats what it got. */
export function readAddress(text: string): URL {
  if (!URL.canParse(text) || new URL(text).hostname === '')
    throw new OutgoingError('bad_address', {
      message: 'This is no address of a file on the web.',
      fix: 'Give a complete address, like https://example.org/data.jsonl.',
    });
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new OutgoingError('scheme_refused', {
      message: 'The address does not begin with https://.',
      fix: 'Only https is taken, and http where the operator allows it.',
    });
  if (url.username !== '' || url.password !== '')
    throw new OutgoingError('credentials_refused', {
      message: 'The address holds a user name or a password.',
      fix: 'Leave them out; use an address that is signed, or upload the file.',
    });
  url.hash = '';
  return url;
}

/** What can be said before a name is looked up. Throws OutgoingError as `readAddress` does, and `scheme_refused` or `not_allowed`. */
export function checkTarget(policy: OutgoingPolicy, url: URL): Target {
  const plain = url.protocol === 'http:';
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
  const port = url.port === '' ? (plain ? 80 : 443) : Number(url.port);
  if (plain && !policy.plainHttp)
    throw new OutgoingError('scheme_refused', {
      message: 'The address does not begin with https://.',
      fix: 'Use its https address. The operator can allow http for hosts of their own (OUTGOING_HTTP).',
    });
  const target = { url, host, port };
  if (namesHost(policy.allow, host, port)) return { ...target, needs: 'nothing' };
  const address = parseAddress(host);
  const open =
    policy.openInternet &&
    !plain &&
    port === 443 &&
    (address === undefined ? !LOCAL.test(host) : isPublic(address));
  if (!open && !namesNetworks(policy.allow, port)) throw notAllowed(target);
  const checked: Target = { ...target, needs: open ? 'listed_or_public' : 'listed' };
  if (address !== undefined) checkAddresses(policy, checked, [host]);
  return checked;
}

/** Every address that the host stands for must be one that may be reached. Throws OutgoingError `not_allowed`. */
export function checkAddresses(policy: OutgoingPolicy, target: Target, addresses: readonly string[]): void {
  if (addresses.length === 0) throw notAllowed(target);
  if (target.needs === 'nothing') return;
  for (const text of addresses) {
    const address = parseAddress(text);
    const passes =
      address !== undefined &&
      (namesAddress(policy.allow, address, target.port) ||
        (target.needs === 'listed_or_public' && isPublic(address)));
    if (!passes) throw notAllowed(target);
  }
}

/** The same words for a name that does not exist and for one inside: what exists inside is nobody's business. */
export function notAllowed({ url }: Pick<Target, 'url'>): OutgoingError {
  return new OutgoingError('not_allowed', {
    message: `“${url.host}” is no address that this server may open.`,
    fix: 'Check its spelling. Addresses of private networks, other ports than 443 and names without a domain have to be allowed by the operator (OUTGOING_ALLOW).',
  });
}
