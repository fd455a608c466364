/** What is wrong with an address before it is sent; the server checks more. */
export type AddressFault = 'empty' | 'not_web' | 'not_secret' | 'not_object' | 'twice' | 'too_many';

/** Addresses of S3 in one import, and objects that they mean. */
export const mostAddresses = 1_000;

/** An address and the line that it was written in, from 1. */
export interface AddressLine {
  readonly line: number;
  readonly address: string;
}

/** What was typed, line by line, without blank lines. */
export function linesOf(text: string): AddressLine[] {
  return text
    .split('\n')
    .map((line, index) => ({ line: index + 1, address: line.trim() }))
    .filter(({ address }) => address !== '');
}

export interface LineFault {
  readonly line: number;
  readonly fault: AddressFault;
}

/** What is wrong with the addresses typed, one fault for each line. */
export function faultsOfAddresses(from: 'url' | 's3', text: string): LineFault[] {
  const lines = linesOf(text);
  if (lines.length === 0) return [{ line: 1, fault: 'empty' }];
  if (lines.length > mostAddresses) return [{ line: lines[mostAddresses]!.line, fault: 'too_many' }];
  const seen = new Set<string>();
  return lines.flatMap(({ line, address }) => {
    const fault = seen.has(address) ? 'twice' : faultOf(from, address);
    seen.add(address);
    return fault === null ? [] : [{ line, fault }];
  });
}

function faultOf(from: 'url' | 's3', address: string): AddressFault | null {
  if (from === 's3') return /^s3:\/\/[^/]+\//.test(address) ? null : 'not_object';
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return 'not_web';
  const { username, password } = new URL(address);
  return username === '' && password === '' ? null : 'not_secret';
}

/** The line that a fault of the server is about: `body.addresses.3` is the fourth that was sent. Undefined: none of them. */
export function lineOfPath(path: string, lines: readonly AddressLine[]): number | undefined {
  const place = path === 'body.address' ? '0' : /^body\.addresses\.(\d+)$/.exec(path)?.[1];
  return place === undefined ? undefined : lines[Number(place)]?.line;
}
