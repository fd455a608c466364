import { BaseSequencer } from 'vitest/node';
import { leftOut } from './same-on-every-node.mjs';
import { spread } from './spread.mjs';

/** Files that mostly wait: for time limits, for processes to come and go. */
const waits = /\/e2e\/src\/(?:faults|start)\//;

/** Files that take longest. Nothing tells so before the first run on a machine, and what comes last is waited for by one core alone. */
const takesLong =
  /\/(?:regexes|start|queue-ends|backup(?:-\w+)?|doctor|simulate|fuzz|upgrade|\w+(?:-\w+)?-kill|accessibility(?:-\w+)?|votes-of-every-kind|pictures|hostile-corpus)\.(?:db\.test|test|e2e)\.(?:ts|mjs)$/;

/** Begins with what takes long, and runs what mostly waits beside what keeps the machine busy, instead of all of it at once. */
export class SpreadSequencer extends BaseSequencer {
  async sort(files) {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }) => takesLong.test(moduleId);
    const isPatient = ({ moduleId, project }) => project.name === 'e2e' && waits.test(moduleId);
    const others = sorted.filter((file) => !isPatient(file)).toSorted((a, b) => isLong(b) - isLong(a));
    const isJourney = ({ project }) => project.name === 'e2e';
    const tests = others.filter((file) => !isJourney(file));
    const journeys = spread(sorted.filter(isPatient), others.filter(isJourney));
    // A run that repeats another one has a few journeys only, and they wait longest.
    return leftOut().length > 0 ? [...journeys, ...tests] : [...tests, ...journeys];
  }
}
