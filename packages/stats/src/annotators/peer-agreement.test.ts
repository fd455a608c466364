import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  byName,
  drawVotes,
  oneCoin,
  someRows,
  someSize,
  votesOf,
  votesOfVector,
  type Rows,
} from '../labels/labels.fixture.ts';
import { randomFrom } from '../numeric/random.ts';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { peerAgreement } from './peer-agreement.ts';

test.each(vectorsOf('peer_agreement'))('$id', (vector) => {
  const { votes } = votesOfVector(vector);
  const peers = peerAgreement(votes);
  expectVector(
    vector,
    byName(votes.raterNames, (rater) => peers[rater]),
  );
});

test('it is what comparing every vote with every other says', () => {
  fc.assert(
    fc.property(someRows(3), (rows) => {
      peerAgreement(votesOf(rows, someSize(3))).forEach((peer, rater) => {
        const own = rows.filter(([, by]) => by === rater);
        const pairs = own.flatMap(([unit, , label]) =>
          rows.filter(([of, by]) => of === unit && by !== rater).map(([, , other]) => other === label),
        );
        expect(peer.pairs).toBe(pairs.length);
        if (pairs.length > 0)
          expect(peer.pairAgreement).toBeCloseTo(pairs.filter(Boolean).length / pairs.length, 12);
        else
          expect(peer).toMatchObject({
            pairAgreement: null,
            reason: own.length > 0 ? 'no_overlap' : 'no_data',
          });
        let [units, differences, weight] = [0, 0, 0];
        for (let unit = 0; unit < 10; unit += 1) {
          const here = rows.filter(([of]) => of === unit);
          const others = here.filter(([, by]) => by !== rater);
          const among = others.flatMap(([, by, label], index) =>
            others
              .slice(index + 1)
              .filter(([, other]) => other !== by)
              .map(([, , other]) => other === label),
          );
          const mine = here
            .filter(([, by]) => by === rater)
            .flatMap(([, , label]) => others.map(([, , other]) => other === label));
          if (among.length === 0 || mine.length === 0) continue;
          units += 1;
          weight += mine.length;
          differences +=
            mine.filter(Boolean).length - (mine.length * among.filter(Boolean).length) / among.length;
        }
        expect(peer.adjusted.units).toBe(units);
        if (units > 0) expect(peer.adjusted.difference).toBeCloseTo(differences / weight, 12);
        else expect(peer.adjusted.difference).toBeNull();
      });
    }),
  );
});

test('one vote, two people, and a tie of the others', () => {
  const alone = peerAgreement(votesOf([[0, 0, 1]], { units: 1, raters: 2, labels: 2 }));
  expect(alone.map((peer) => peer.reason)).toEqual(['no_overlap', 'no_data']);
  const [two] = peerAgreement(
    votesOf(
      [
        [0, 0, 1],
        [0, 1, 1],
      ],
      { units: 1, raters: 2, labels: 2 },
    ),
  );
  expect(two).toMatchObject({
    pairAgreement: 1,
    majorityAgreement: 1,
    adjusted: { units: 0, difference: null, reason: 'no_overlap' },
  });
  const [tied] = peerAgreement(
    votesOf(
      [
        [0, 0, 1],
        [0, 1, 1],
        [0, 2, 0],
      ],
      { units: 1, raters: 3, labels: 2 },
    ),
  );
  expect(tied).toMatchObject({
    pairAgreement: 0.5,
    majorityAgreement: null,
    majorityUnits: 0,
    majorityReason: 'no_overlap',
  });
  expect(tied!.adjusted).toEqual({
    units: 1,
    observed: 0.5,
    expected: 0,
    difference: 0.5,
    standardError: null,
    reason: null,
  });
});

test('the standard error is that of a ratio over units', () => {
  // The first agrees with both others, who agree; then with one of two who do not; then with none of two who do.
  const labels = [
    [1, 1, 1],
    [1, 1, 0],
    [1, 0, 0],
  ];
  const rows = labels.flatMap((given, unit) => given.map((label, rater): Rows[0] => [unit, rater, label]));
  const [first] = peerAgreement(votesOf(rows, { units: 3, raters: 3, labels: 2 }));
  // Two pairs a unit; observed 2, 1, 0 and expected 2, 0, 2 of them: differences 0, 1, -2 with mean -1/3.
  const squares = (0 + 1 / 3) ** 2 + (1 + 1 / 3) ** 2 + (-2 + 1 / 3) ** 2;
  expect(first!.adjusted).toMatchObject({ units: 3, observed: 3 / 6, expected: 4 / 6 });
  expect(first!.adjusted.difference).toBeCloseTo(-1 / 6, 14);
  expect(first!.adjusted.standardError).toBeCloseTo(Math.sqrt((squares * 3) / 2) / 6, 14);
});

test('adjusted, nobody is blamed for hard units', () => {
  const random = randomFrom(21);
  // The first and second person are as good; the first is only given hard units. The third is worse than both.
  const easy = [0.95, 0.95, 0.8, 0.95, 0.95, 0.95].map((accuracy) => oneCoin(accuracy, 2));
  const hard = [0.65, 0.65, 0.5, 0.65, 0.65, 0.65].map((accuracy) => oneCoin(accuracy, 2));
  const world = { units: 3000, labels: 2, share: [0.5, 0.5], votesPerUnit: () => 6 };
  const [one, other] = [
    drawVotes({ ...world, errorRates: easy }, random).votes,
    drawVotes({ ...world, errorRates: hard }, random).votes,
  ];
  const rows = (votes: typeof one, from: number): [number, number, number][] =>
    Array.from(votes.unit, (unit, vote) => [unit + from, votes.rater[vote]!, votes.label[vote]!]);
  const all = [...rows(one, 0).filter(([, rater]) => rater !== 0), ...rows(other, 3000)];
  const peers = peerAgreement(votesOf(all, { units: 6000, raters: 6, labels: 2 }));
  expect(peers[0]!.pairAgreement).toBeLessThan(peers[1]!.pairAgreement! - 0.1);
  expect(peers[0]!.pairAgreement).toBeLessThan(peers[2]!.pairAgreement!);
  const z = peers.map(({ adjusted }) => adjusted.difference! / adjusted.standardError!);
  expect(z[2]).toBeLessThan(-10);
  expect(peers[2]!.adjusted.difference).toBeLessThan(peers[0]!.adjusted.difference! - 0.05);
  expect(peers[0]!.adjusted.difference).toBeGreaterThan(-0.01);
});

test('with one other on every unit the error is that of a share', () => {
  // 30 units of two raters each; they agree on 24.
  const rows = Array.from({ length: 30 }, (_, unit): Rows => [
    [unit, 0, 0],
    [unit, 1, unit < 24 ? 0 : 1],
  ]).flat();
  const [one] = peerAgreement(votesOf(rows, { units: 30, raters: 2, labels: 2 }));
  expect(one!.pairAgreement).toBeCloseTo(0.8, 12);
  expect(one!.standardError).toBeCloseTo(Math.sqrt((0.8 * 0.2) / 29), 12);
});

test('what is half alike agrees by half, and what cannot be compared is no pair', () => {
  // Labels 0, 1, 2 on a scale; 3 cannot be compared with anything.
  const alike = (one: number, other: number): number | null =>
    one === 3 || other === 3 ? null : 1 - Math.abs(one - other) / 2;
  fc.assert(
    fc.property(someRows(4), (rows) => {
      peerAgreement(votesOf(rows, someSize(4)), alike).forEach((peer, rater) => {
        const pairs = rows
          .filter(([, by]) => by === rater)
          .flatMap(([unit, , label]) =>
            rows
              .filter(([of, by]) => of === unit && by !== rater)
              .flatMap(([, , other]) => alike(label, other) ?? []),
          );
        expect(peer.pairs).toBe(pairs.length);
        const sum = pairs.reduce((all, one) => all + one, 0);
        if (pairs.length === 0) expect(peer.pairAgreement).toBe(null);
        else expect(peer.pairAgreement).toBeCloseTo(sum / pairs.length, 12);
      });
    }),
  );
});

test('who is like the others is at 0 when labels are alike by degrees', () => {
  // Three people, each a step from the next: the one in the middle is closest to all.
  const rows: Rows = Array.from({ length: 8 }, (_, unit) =>
    [0, 1, 2].map((by) => [unit, by, by] satisfies Rows[number]),
  ).flat();
  const [low, middle, high] = peerAgreement(
    votesOf(rows, { units: 8, raters: 3, labels: 3 }),
    (one, other) => 1 - Math.abs(one - other) / 2,
  );
  expect(middle!.adjusted.difference).toBeCloseTo(0.5, 12);
  expect(low!.adjusted.difference).toBeCloseTo(0.25 - 0.5, 12);
  expect(high!.adjusted.difference).toBeCloseTo(0.25 - 0.5, 12);
});
