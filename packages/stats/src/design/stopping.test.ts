import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../numeric/random.ts';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { majorityAccuracy } from './majority-accuracy.ts';
import { sampleSizeForHalfWidth, sampleSizeForProportion } from './sample-size.ts';
import { sequentialVote, waldBound, waldLead } from './sequential.ts';
import { shouldStop, type StoppingRule, type VoteSoFar } from './should-stop.ts';

test.each(vectorsOf('sequential_vote'))('$id', (vector) => {
  const { alpha } = vector.params as { alpha: number };
  const votes = vector.input['votes'] as [number, number][];
  expectVector(vector, { rows: votes.map(([k, against]) => sequentialVote({ for: k, against }, alpha)) });
});

test.each(vectorsOf('sprt_lead'))('$id', (vector) => {
  const rates = vector.params as { alpha: number; beta: number };
  const accuracies = vector.input['accuracies'] as number[];
  expectVector(vector, {
    bound: waldBound(rates),
    lead: accuracies.map((accuracy) => waldLead(accuracy, rates).lead),
  });
});

test.each(vectorsOf('sample_size_proportion'))('$id', (vector) => {
  const cases = vector.input['cases'] as [number, number, number, number][];
  expectVector(vector, {
    n: cases.map(([from, to, alpha, power]) => sampleSizeForProportion({ from, to, alpha, power })),
  });
});

test.each(vectorsOf('sample_size_halfwidth'))('$id', (vector) => {
  const cases = vector.input['cases'] as [number, number, number][];
  expectVector(vector, {
    n: cases.map(([proportion, halfWidth, confidence]) =>
      sampleSizeForHalfWidth({ proportion, halfWidth, confidence }),
    ),
  });
});

test('no difference takes no number of trials', () => {
  expect(() => sampleSizeForProportion({ from: 0.5, to: 0.5 })).toThrow(RangeError);
});

describe('votes looked at as they come', () => {
  test('eight of one opinion are the first to stop, and the e-value stays a number', () => {
    for (let votes = 0; votes < 12; votes += 1)
      expect(sequentialVote({ for: votes, against: 0 }).anytimeStop).toBe(votes >= 8);
    const many = sequentialVote({ for: 5000, against: 0 });
    expect(many.eValue).toBe(Number.MAX_VALUE);
    expect(many.logEValue).toBeCloseTo(5000 * Math.LN2 - Math.log(5001), 6);
  });

  test('tails of exchanged votes sum to one; e-values are the same', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (k, against) => {
        const [one, other] = [
          sequentialVote({ for: k, against }),
          sequentialVote({ for: against, against: k }),
        ];
        expect(one.tail + other.tail).toBeCloseTo(1, 12);
        expect(one.logEValue).toBeCloseTo(other.logEValue, 9);
      }),
    );
  });

  test('a fair coin seldom reaches the bound, however often one looks', () => {
    const random = randomFrom(17);
    let stopped = 0;
    for (let coin = 0; coin < 1000; coin += 1) {
      let k = 0;
      for (let n = 1; n <= 200; n += 1) {
        if (random() < 0.5) k += 1;
        if (!sequentialVote({ for: k, against: n - k }).anytimeStop) continue;
        stopped += 1;
        break;
      }
    }
    // 50 are the most that are expected; four standard deviations more.
    expect(stopped).toBeLessThan(78);
  });
});

describe('Wald’s lead', () => {
  test('is the first that reaches the bound', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.51, max: 0.999, noNaN: true }),
        fc.constantFrom(0.01, 0.05, 0.2),
        (accuracy, alpha) => {
          const { lead } = waldLead(accuracy, { alpha, beta: alpha });
          const weight = Math.log(accuracy / (1 - accuracy));
          expect(lead! * weight).toBeGreaterThanOrEqual(waldBound({ alpha, beta: alpha }) - 1e-6);
          if (lead! > 1) expect((lead! - 1) * weight).toBeLessThan(waldBound({ alpha, beta: alpha }));
        },
      ),
    );
  });

  test('is one vote of who is as sure as the bound asks, and none of who guesses', () => {
    expect(waldLead(0.95)).toEqual({ lead: 1, reason: null });
    expect(waldLead(1)).toEqual({ lead: 1, reason: null });
    for (const accuracy of [0.5, 0.3])
      expect(waldLead(accuracy)).toEqual({ lead: null, reason: 'not_better_than_chance' });
  });
});

describe('the accuracy of a majority', () => {
  test('of published rates', () => {
    // Accuracies that pair agreements of 63, 66, 72.6, 77 and 81% imply.
    for (const [accuracy, three, five] of [
      [0.755, 0.849, 0.902],
      [0.783, 0.879, 0.928],
      [0.836, 0.928, 0.966],
      [0.867, 0.952, 0.981],
    ] as const) {
      expect(majorityAccuracy(Array(3).fill(accuracy)).right).toBeCloseTo(three, 2);
      expect(majorityAccuracy(Array(5).fill(accuracy)).right).toBeCloseTo(five, 2);
    }
  });

  test('is the sum over all ways to be right', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }), (accuracies) => {
        const n = accuracies.length;
        const expected = { right: 0, tie: 0, wrong: 0 };
        for (let way = 0; way < 2 ** n; way += 1) {
          const rights = accuracies.filter((_, person) => (way >> person) & 1).length;
          const chance = accuracies.reduce(
            (p, accuracy, person) => p * ((way >> person) & 1 ? accuracy : 1 - accuracy),
            1,
          );
          expected[rights * 2 > n ? 'right' : rights * 2 === n ? 'tie' : 'wrong'] += chance;
        }
        const { right, tie, wrong } = majorityAccuracy(accuracies);
        expect(right).toBeCloseTo(expected.right, 12);
        expect(tie).toBeCloseTo(expected.tie, 12);
        expect(wrong).toBeCloseTo(expected.wrong, 12);
      }),
    );
  });
});

describe('the stopping rule', () => {
  const given = (labels: string, accuracy: number | null = null): VoteSoFar[] =>
    Array.from(labels, (label) => ({ label: Number(label), accuracy }));
  const after = (labels: string, accuracy: number | null = null, rule: StoppingRule = {}) =>
    shouldStop(given(labels, accuracy), rule);

  test('takes the lead that the voters’ accuracies warrant', () => {
    for (const [accuracy, lead] of [
      [0.6, 8],
      [0.65, 5],
      [0.7, 4],
      [0.75, 3],
      [0.85, 2],
      [0.95, 1],
    ] as const) {
      const rule = { atMost: 10 };
      expect(after('1'.repeat(lead), accuracy, rule)).toMatchObject({
        decision: 'decided',
        label: 1,
        reason: 'lead_reached',
      });
      if (lead > 1)
        expect(after('1'.repeat(lead - 1), accuracy, rule)).toMatchObject({
          decision: 'continue',
          label: null,
          reason: 'lead_not_reached',
        });
    }
  });

  test('good raters decide sooner than unknown ones, and guesses never', () => {
    expect(after('00', 0.9).decision).toBe('decided');
    expect(after('00').decision).toBe('continue');
    expect(after('00000', 0.5)).toMatchObject({ decision: 'contested', reason: 'limit_reached', lead: 0 });
    expect(after('00000', 0.2).lead).toBe(0);
  });

  test('contests what the votes that are left cannot decide, before they are asked for', () => {
    expect(after('01').decision).toBe('continue');
    expect(after('011').decision).toBe('continue');
    expect(after('0011')).toMatchObject({ decision: 'contested', reason: 'lead_out_of_reach', label: null });
    // Two more votes at 75% are a lead of 2 where 3 are needed.
    expect(after('0011', null, { atMost: 6 }).reason).toBe('lead_out_of_reach');
    expect(after('0011', null, { atMost: 7 }).reason).toBe('lead_not_reached');
    expect(after('01101', null)).toMatchObject({ decision: 'contested', reason: 'limit_reached' });
  });

  test('waits for the votes that are wanted anyhow, and begins with none', () => {
    expect(after('').reason).toBe('too_few_votes');
    expect(after('00', 0.95, { atLeast: 3 })).toMatchObject({
      decision: 'continue',
      reason: 'too_few_votes',
    });
    // No record is so clean that one vote weighs without end.
    expect(after('0', 1, { mostAccuracy: 0.9 }).decision).toBe('continue');
    expect(after('0', 1).decision).toBe('decided');
  });

  test('does not depend on the order of the votes or the names of the labels', () => {
    const someVotes = fc.array(
      fc.record({
        label: fc.integer({ min: 0, max: 2 }),
        accuracy: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(someVotes, (votes) => {
        const one = shouldStop(votes, { labels: 3 });
        const other = shouldStop(votes.map((vote) => ({ ...vote, label: 2 - vote.label })).reverse(), {
          labels: 3,
        });
        expect([other.decision, other.reason]).toEqual([one.decision, one.reason]);
        expect(other.label).toBe(one.label === null ? null : 2 - one.label);
      }),
    );
  });

  test('errs no more often than it is allowed to where it decides', () => {
    const random = randomFrom(33);
    let [decided, wrong, votesCast] = [0, 0, 0];
    for (let unit = 0; unit < 4000; unit += 1) {
      const votes: VoteSoFar[] = [];
      let result = shouldStop(votes, { atMost: 15 });
      while (result.decision === 'continue') {
        const accuracy = 0.65 + 0.25 * random();
        votes.push({ label: random() < accuracy ? 1 : 0, accuracy });
        result = shouldStop(votes, { atMost: 15 });
      }
      votesCast += votes.length;
      if (result.decision === 'contested') continue;
      decided += 1;
      if (result.label === 0) wrong += 1;
    }
    expect(wrong / decided).toBeLessThan(0.06);
    expect(decided).toBeGreaterThan(3500);
    expect(votesCast / 4000).toBeLessThan(7);
  });
});
