import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kindNames } from '../chaos/kinds.ts';
import { Machine, type Part } from './machine.ts';
import { placeOf } from './place.ts';
import { Shift } from './shift.ts';
import { newDice } from './troubles.ts';

/** `npm run chaos -- --faults` is the long form. */
const long = process.env['PAIRWRIGHT_CHAOS'] === 'long';
const KILLS = Number(process.env['PAIRWRIGHT_FAULTS_KILLS'] ?? (long ? 200 : 20));
const KILLS_A_SHIFT = 20;
const size = { annotators: 8, comparisons: 260, healed: 1_050 };
/** What is taken down at once; each comes once before any comes again. */
const victims: readonly (readonly Part[])[] = [
  ['api'],
  ['worker'],
  ['postgres'],
  ['api', 'worker', 'postgres'],
];

let machine: Machine;

beforeAll(async () => {
  machine = await Machine.start();
});
afterAll(async () => {
  await machine?.stop();
});

test(
  `${KILLS} times api, worker, PostgreSQL or all of them are killed in the middle of votes, imports, exports and exclusions: nothing is lost or doubled`,
  // What fails here once is a fault.
  { retry: 0, timeout: long ? 3_600_000 : 300_000 },
  async () => {
    const dice = newDice();
    console.log(`PAIRWRIGHT_FAULTS_SEED=${dice.seed}`);
    const struck: Part[] = [];
    let askedAgain = 0;
    for (let round = 0; round < KILLS / KILLS_A_SHIFT; round += 1) {
      // Every kind of question in its turn; the seed says which is the first.
      const kind = kindNames[(dice.seed + round) % kindNames.length]!;
      const shift = await Shift.prepare(placeOf(machine), { ...size, kind }, `round-${round}`);
      const worked = await shift.work(async () => {
        let bag: (readonly Part[])[] = [];
        for (let kill = 0; kill < KILLS_A_SHIFT; kill += 1) {
          await delay(dice.below(700));
          if (bag.length === 0) bag = [...victims];
          const [parts] = bag.splice(dice.below(bag.length), 1);
          struck.push(...(await machine.kill(parts!)));
          await machine.untilReady();
        }
      });
      askedAgain += worked.askedAgain;
      expect(await shift.faults(), `seed ${dice.seed}, round ${round}`).toEqual([]);
      console.log(
        `round ${round}, ${kind}: ${JSON.stringify({ ...shift.loops, askedAgain: worked.askedAgain })}`,
      );
      // It was not quiet.
      for (const [kind, times] of Object.entries(shift.loops)) expect(times, kind).toBeGreaterThan(0);
    }
    expect(askedAgain).toBeGreaterThan(0);
    expect(new Set(struck)).toEqual(new Set(['api', 'worker', 'postgres']));
  },
);
