import { describe, expect, it, test } from 'vitest';
import { parseAddress, isPublic } from './addresses.ts';
import { parseAllowEntry, parseAllowList } from './allow-list.ts';
import { OutgoingError, shownAddress } from './outgoing-error.ts';
import { checkAddresses, checkTarget, type OutgoingPolicy, readAddress } from './policy.ts';

const closed: OutgoingPolicy = { openInternet: true, allow: [], plainHttp: false };
const allowing = (text: string, more: Partial<OutgoingPolicy> = {}): OutgoingPolicy => ({
  ...closed,
  allow: parseAllowList(text) ?? [],
  ...more,
});

/** What an address leads to before any look-up: `open`, or the fault. */
function outcome(address: string, policy = closed): string {
  try {
    checkTarget(policy, readAddress(address));
    return 'open';
  } catch (error) {
    if (error instanceof OutgoingError) return error.fault;
    throw error;
  }
}

describe('an address of the internet', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '193.0.14.129',
    '2606:4700::1111',
    '2001:4860:4860::8888',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])('%s is one', (text) => expect(isPublic(parseAddress(text)!)).toBe(true));

  it.each([
    ['this network', ['0.0.0.0', '0.1.2.3', '::']],
    ['loopback', ['127.0.0.1', '127.255.255.254', '::1']],
    ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12:3456::1']],
    [
      'link-local, and the metadata of clouds',
      ['169.254.0.1', '169.254.169.254', 'fe80::1', 'fd00:ec2::254', '168.63.129.16', '192.0.0.192'],
    ],
    ['shared by a carrier', ['100.64.0.1', '100.127.255.255', '100.100.100.200']],
    ['multicast and broadcast', ['224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1']],
    [
      'documentation, benchmarks and reserved',
      [
        '192.0.2.1',
        '198.51.100.1',
        '203.0.113.1',
        '198.18.0.1',
        '240.0.0.1',
        '192.88.99.1',
        '2001:db8::1',
        '3fff::1',
        '2001:2::1',
        '100::1',
        '4000::1',
        '5f00::1',
      ],
    ],
    [
      'IPv4 inside IPv6',
      [
        '::ffff:127.0.0.1',
        '::ffff:10.0.0.1',
        '::ffff:169.254.169.254',
        '::ffff:7f00:1',
        '::127.0.0.1',
        '::7f00:1',
      ],
    ],
    [
      'behind a translator or a tunnel',
      [
        '64:ff9b::7f00:1',
        '64:ff9b::10.0.0.1',
        '64:ff9b:1::808:808',
        '2002:7f00:1::',
        '2002:808:808::1',
        '2001:0:808:808::1',
        'fec0::1',
      ],
    ],
  ])('%s is none', (_what, addresses) => {
    for (const text of addresses) expect([text, isPublic(parseAddress(text)!)]).toEqual([text, false]);
  });

  it('is read in its usual notation only', () => {
    for (const text of [
      '127.1',
      '0x7f.0.0.1',
      '0177.0.0.1',
      '2130706433',
      '010.0.0.1',
      'fe80::1%eth0',
      '',
      'x',
      '1.2.3.4.5',
    ])
      expect([text, parseAddress(text)]).toEqual([text, undefined]);
  });
});

describe('before a look-up', () => {
  test.each([
    ['https://example.org/data.jsonl', 'open'],
    ['https://example.org:443/x', 'open'],
    ['https://例え.テスト.jp/x', 'open'],
    ['https://8.8.8.8/x', 'open'],
    ['https://[2606:4700::1111]/x', 'open'],
    ['http://example.org/x', 'scheme_refused'],
    ['ftp://example.org/x', 'scheme_refused'],
    ['file:///etc/passwd', 'bad_address'],
    ['gopher://example.org/x', 'scheme_refused'],
    ['javascript:alert(1)', 'bad_address'],
    ['data:text/plain,x', 'bad_address'],
    ['example.org/x', 'bad_address'],
    ['', 'bad_address'],
    ['https://', 'bad_address'],
    ['https://exa mple.org/', 'bad_address'],
    ['https://user@example.org/', 'credentials_refused'],
    ['https://user:pass@example.org/', 'credentials_refused'],
    ['https://:pass@example.org/', 'credentials_refused'],
    // What stands before the at sign is no host.
    ['https://example.org@127.0.0.1/', 'credentials_refused'],
    ['https://example.org:8443/', 'not_allowed'],
    ['https://example.org:22/', 'not_allowed'],
  ])('%s: %s', (address, expected) => expect(outcome(address)).toBe(expected));

  test.each([
    [
      'names',
      [
        'localhost',
        'LOCALHOST',
        'localhost.',
        'localhost..',
        'a.localhost',
        'minio',
        'printer.local',
        'db.internal',
        'metadata.google.internal',
        'x.home.arpa',
        'ｌｏｃａｌｈｏｓｔ',
        'locaⓛhost',
        '%6c%6f%63alhost',
      ],
    ],
    ['decimal', ['2130706433', '3232235777', '2852039166']],
    ['octal', ['0177.0.0.1', '0177.0.01', '017700000001', '0251.0376.0251.0376']],
    ['hexadecimal', ['0x7f.0.0.1', '0x7f000001', '0x7f.1', '0xA9FEA9FE']],
    ['short', ['127.1', '127.0.1', '10.1', '0']],
    ['a dot at the end, or full-width digits', ['127.0.0.1.', '127。0。0。1', '１２７.0.0.1', '①②⑦.0.0.1']],
    [
      'IPv6 in brackets',
      [
        '[::1]',
        '[::]',
        '[0:0:0:0:0:0:0:1]',
        '[::ffff:127.0.0.1]',
        '[::ffff:7f00:1]',
        '[fe80::1]',
        '[fd00:ec2::254]',
        '[64:ff9b::a9fe:a9fe]',
      ],
    ],
  ])('every way to write a place inside is refused: %s', (_what, hosts) => {
    for (const host of hosts) expect([host, outcome(`https://${host}/x`)]).toEqual([host, 'not_allowed']);
  });

  it('never repeats the address in what it says', () => {
    for (const address of [
      'https://u:hunter2@x.org/?k=hunter2',
      'nonsense hunter2',
      'http://x.org/hunter2?hunter2',
      'https://localhost/hunter2?hunter2',
    ])
      try {
        checkTarget(closed, readAddress(address));
        expect.unreachable();
      } catch (error) {
        const { message, fix, stack, cause } = error as OutgoingError;
        expect(`${message} ${fix} ${stack} ${String(cause)}`).not.toContain('hunter2');
      }
  });
});

describe('what the operator allows', () => {
  test.each([
    ['files.example.org:8443', 'https://files.example.org:8443/x', 'open'],
    ['files.example.org:8443', 'https://files.example.org:9000/x', 'not_allowed'],
    ['files.example.org:8443', 'https://evil-files.example.org:8443/x', 'not_allowed'],
    ['minio', 'https://minio:9000/x', 'open'],
    ['MINIO.', 'https://minio/x', 'open'],
    ['*.corp.example', 'https://a.b.corp.example:8443/x', 'open'],
    ['*.corp.example', 'https://corp.example:8443/x', 'not_allowed'],
    ['*.corp.example', 'https://evilcorp.example:8443/x', 'not_allowed'],
    ['10.0.0.0/8', 'https://10.1.2.3:9000/x', 'open'],
    ['10.0.0.0/8', 'https://11.1.2.3:9000/x', 'not_allowed'],
    ['10.0.0.0/8:9000', 'https://10.1.2.3:9001/x', 'not_allowed'],
    ['10.0.0.0/8', 'https://[::ffff:10.1.2.3]/x', 'open'],
    ['127.0.0.1', 'https://2130706433/x', 'open'],
    ['127.0.0.1', 'https://127.0.0.2/x', 'not_allowed'],
    ['[::1]:9000', 'https://[::1]:9000/x', 'open'],
    ['fd00::/8', 'https://[fd12::1]/x', 'open'],
    ['fd00::/8', 'https://[fe80::1]/x', 'not_allowed'],
    // A name that is looked up then: its addresses decide.
    ['10.0.0.0/8', 'https://minio:9000/x', 'open'],
    // It is no reason to open something else.
    ['10.0.0.0/8', 'https://169.254.169.254/x', 'not_allowed'],
  ])('%s, for %s: %s', (allow, address, expected) =>
    expect(outcome(address, allowing(allow))).toBe(expected),
  );

  it('is reached by http only where that is allowed too, and nothing else is', () => {
    const address = 'http://files.example.org/x';
    expect(outcome(address, allowing('files.example.org'))).toBe('scheme_refused');
    expect(outcome(address, allowing('files.example.org', { plainHttp: true }))).toBe('open');
    expect(outcome('http://other.example.org/x', allowing('files.example.org', { plainHttp: true }))).toBe(
      'not_allowed',
    );
  });

  it('is all there is without the internet', () => {
    const policy = allowing('files.example.org', { openInternet: false });
    expect(outcome('https://files.example.org/x', policy)).toBe('open');
    expect(outcome('https://example.org/x', policy)).toBe('not_allowed');
    expect(outcome('https://8.8.8.8/x', policy)).toBe('not_allowed');
  });

  it.each([
    '',
    ' ',
    'a b',
    'https://x.org',
    'x.org/path',
    '10.0.0.0/33',
    '10.0.0/8',
    '::1/129',
    'x:0',
    'x:70000',
    '*',
    'a.*.b',
    '10.0.0.0/',
    '[::1',
    'u@x',
    '::ffff:10.0.0.0/104',
  ])('refuses to read %j', (text) => expect(parseAllowEntry(text)).toBeUndefined());
});

describe('after a look-up', () => {
  const check = (addresses: string[], policy = closed, address = 'https://example.org/x') => {
    try {
      checkAddresses(policy, checkTarget(policy, readAddress(address)), addresses);
      return 'open';
    } catch (error) {
      return (error as OutgoingError).fault;
    }
  };

  it('every address counts, not the first one', () => {
    expect(check(['8.8.8.8', '2606:4700::1111'])).toBe('open');
    expect(check(['8.8.8.8', '10.0.0.1'])).toBe('not_allowed');
    expect(check(['2606:4700::1111', '::1'])).toBe('not_allowed');
    expect(check([])).toBe('not_allowed');
    expect(check(['nonsense'])).toBe('not_allowed');
  });

  it('a name on another port, or without a domain, must be inside of what is allowed', () => {
    const policy = allowing('10.0.0.0/8:9000');
    expect(check(['10.0.0.1'], policy, 'https://minio:9000/x')).toBe('open');
    expect(check(['8.8.8.8'], policy, 'https://minio:9000/x')).toBe('not_allowed');
    expect(check(['10.0.0.1'], policy)).toBe('not_allowed');
  });

  it('a name that is allowed stands for what it likes', () => {
    expect(check(['10.0.0.1'], allowing('example.org'))).toBe('open');
  });
});

test('an address is shown without its query and fragment', () => {
  expect(shownAddress(readAddress('https://b.example.org/a.jsonl?X-Signature=hunter2#hunter2'))).toBe(
    'https://b.example.org/a.jsonl?…',
  );
  expect(shownAddress(readAddress('https://b.example.org/a.jsonl'))).toBe('https://b.example.org/a.jsonl');
});
