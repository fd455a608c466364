import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Details } from '@pairwright/contract/judgment';
import { canonicalRanks, detailsText, presentedRanks, toCanonical, toPresented } from './canonical.ts';
import type { CanonicalDetails } from './canonical.ts';
import { fullPair, fullRank } from './judgment.fixture.ts';
import { withDefaults } from './missing.ts';

const scale = { outcome: 'scale', position: 2 } as const;

/** An order of `count` responses. */
const orders = (count: number) =>
  fc.shuffledSubarray(
    Array.from({ length: count }, (_, index) => index),
    { minLength: count, maxLength: count },
  );

const place = (count: number) => fc.integer({ min: 0, max: count - 1 });

function someDetails(count: number): fc.Arbitrary<Details> {
  const places = Array.from({ length: count }, (_, index) => index);
  return fc.record({
    criteria: fc.constant([]),
    ratings: fc
      .subarray(places)
      .map((at) => at.map((one) => ({ key: 'quality', place: one, value: 1 + (one % 7) }))),
    flags: fc.subarray(places).map((at) => at.map((one) => ({ key: 'violent', place: one, severity: 1 }))),
    safe: fc.option(fc.array(fc.boolean(), { minLength: count, maxLength: count })),
    reasons: fc.subarray(['clear', 'true']),
    spans: fc.array(
      fc.record({
        place: place(count),
        message: fc.constant(0),
        start: fc.integer({ min: 0, max: 50 }),
        end: fc.integer({ min: 51, max: 90 }),
        quote: fc.string(),
        label: fc.constant('wrong'),
        note: fc.option(fc.string()),
      }),
      { maxLength: 4 },
    ),
    rewrite: fc.option(
      fc.record({
        responseId: fc.uuid(),
        place: fc.option(place(count)),
        content: fc.string({ minLength: 1 }),
      }),
    ),
  });
}

const inOneOrder = (details: Details) => ({
  ...details,
  ratings: [...details.ratings].sort((a, b) => a.place - b.place),
  flags: [...details.flags].sort((a, b) => a.place - b.place),
  spans: details.spans
    .map(({ place: at, message, start, end, quote, label, note }) =>
      JSON.stringify([at, message, start, end, quote, label, note]),
    )
    .sort(),
});

it('comes back as it was shown, whatever the order was', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }).chain((count) => fc.tuple(orders(count), someDetails(count))),
      ([order, details]) => {
        const canonical = toCanonical({ form: fullRank, answer: { outcome: 'rated' }, details, order });
        expect(inOneOrder(toPresented(canonical, order))).toEqual(inOneOrder(details));
      },
    ),
  );
});

it('says the same of a response whatever place it stood at', () => {
  const shown = withDefaults({
    criteria: [{ key: 'helpful', position: 1 }],
    ratings: [
      { key: 'quality', place: 0, value: 6 },
      { key: 'quality', place: 1, value: 2 },
    ],
    safe: [true, false],
  });
  const turned = withDefaults({
    criteria: [{ key: 'helpful', position: 5 }],
    ratings: [
      { key: 'quality', place: 0, value: 2 },
      { key: 'quality', place: 1, value: 6 },
    ],
    safe: [false, true],
  });
  const one = toCanonical({ form: fullPair, answer: scale, details: shown, order: [0, 1] });
  const other = toCanonical({ form: fullPair, answer: scale, details: turned, order: [1, 0] });
  expect(other.ratings).toEqual(one.ratings);
  expect(other.safe).toEqual(one.safe);
  expect(one.criteria).toEqual([{ key: 'helpful', outcome: 'preference', position: 1, strength: -3 }]);
  expect(other.criteria).toEqual([{ key: 'helpful', outcome: 'preference', position: 5, strength: -3 }]);
});

it('keeps what does not apply apart from a tie', () => {
  const criteria = [
    { key: 'helpful', position: null },
    { key: 'honest', position: 4 },
  ];
  const canonical = toCanonical({ form: fullPair, answer: scale, details: { criteria }, order: [1, 0] });
  expect(canonical.criteria).toEqual([
    { key: 'helpful', outcome: 'not_applicable', position: null, strength: null },
    { key: 'honest', outcome: 'preference', position: 4, strength: 0.75 },
  ]);
});

it('writes one text with fixed keys and floats', () => {
  const text = detailsText(
    toCanonical({
      form: fullPair,
      answer: scale,
      details: { reasons: ['true', 'clear'], criteria: [{ key: 'helpful', position: 5 }] },
      order: [0, 1],
    }),
  );
  expect(text).toBe(
    '{"criteria":[{"key":"helpful","outcome":"preference","position":5,"strength":3.0}],"ratings":[],"flags":[],' +
      '"safe":null,"reasons":["clear","true"],"spans":[],"rewrite":null,"steps":null}',
  );
  expect((JSON.parse(text) as CanonicalDetails).criteria[0]?.strength).toBe(3);
});

it('turns ranks both ways', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 2, max: 9 })
        .chain((count) =>
          fc.tuple(
            orders(count),
            fc.array(fc.option(fc.integer({ min: 0, max: 9 })), { minLength: count, maxLength: count }),
          ),
        ),
      ([order, ranks]) => {
        const canonical = canonicalRanks(ranks, order);
        expect(presentedRanks(canonical, order)).toEqual(ranks);
        order.forEach((response, at) => expect(canonical[response]).toBe(ranks[at]));
      },
    ),
  );
});
