import { expect, it } from 'vitest';
import { addressLimit } from './throttle.service.ts';

const keys = (addresses: readonly string[]) => new Set(addresses.map((one) => addressLimit(one).key)).size;

it.each([
  ['with a tail of zeros', ['2001:db8:1:2::1', '2001:db8:1:2:a:b:c:d', '2001:0db8:0001:0002::ffff']],
  [
    'with zeros before its end',
    ['2001:db8::1', '2001:db8::a:b:c:d', '2001:db8:0:0:f:0:0:1', '2001:db8::f:0:0:1'],
  ],
  ['with a zone', ['fe80::1%eth0', 'fe80::a:b:c:d%eth1']],
  ['of version 4, in both notations', ['203.0.113.9', '::ffff:203.0.113.9', '::ffff:cb00:7109']],
])('counts a block %s as one', (_what, addresses) => {
  expect(keys(addresses)).toBe(1);
});

it('counts other blocks apart, and what is no address by itself', () => {
  const others = [
    '2001:db8::1',
    '2001:db8:0:1::1',
    '2001:db8:1::1',
    '203.0.113.9',
    '203.0.113.10',
    '',
    'unknown',
  ];
  expect(keys(others)).toBe(others.length);
});
