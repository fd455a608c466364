import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;
export type Network = readonly [Address, number];

/** Public addresses under which a cloud answers only its own machines (Azure's wire server). */
const INSIDE = new Set(['168.63.129.16']);

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** The well-known prefix of RFC 6052; networks may use others of their own, which are refused. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * An address in its usual notation: four decimal numbers, or IPv6 without a zone. Other spellings (octal, hexadecimal, fewer
 * numbers) are none here; a URL parser has made the usual one of them before.
 */
export function parseAddress(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return text.includes('%') || !ipaddr.IPv6.isValid(text) ? undefined : unwrap(ipaddr.IPv6.parse(text));
}

/** `10.0.0.0/8` or `fd00::/8`. */
export function parseNetwork(text: string): Network | undefined {
  const [base = '', bits = ''] = text.split('/');
  const address = parseAddress(base);
  if (address === undefined || !/^\d{1,3}$/.test(bits)) return undefined;
  // A network that was written as v4-mapped counts its bits from another place.
  const isPlain = base.includes(':') === (address.kind() === 'ipv6');
  return isPlain && Number(bits) <= (address.kind() === 'ipv4' ? 32 : 128)
    ? [address, Number(bits)]
    : undefined;
}

export function isInside(address: Address, [base, bits]: Network): boolean {
  return (
    (address instanceof ipaddr.IPv4 && base instanceof ipaddr.IPv4 && address.match(base, bits)) ||
    (address instanceof ipaddr.IPv6 && base instanceof ipaddr.IPv6 && address.match(base, bits))
  );
}

/**
 * Whether it is an address of the open internet by the registries of special addresses (RFC 6890 and those it grew by): not
 * private, loopback, link-local, shared by a carrier, multicast, documentation, reserved, nor a tunnel to such a one.
 */
export function isPublic(address: Address): boolean {
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast' && !INSIDE.has(address.toString());
  return address.match(GLOBAL_UNICAST) && address.range() === 'unicast';
}

/** What is really meant by an IPv6 address that carries an IPv4 one (v4-mapped, or translated by NAT64). */
function unwrap(address: ipaddr.IPv6): Address {
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  return address.match(NAT64) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
}
