import { BaseSequencer } from 'vitest/node';
import { spread } from './spread.mjs';

/** Files that mostly wait: for time limits, for processes to come and go. */
const waits = /\/e2e\/src\/(?:faults|start)\//;

/** Runs what mostly waits beside what keeps the machine busy, instead of all of it at once. */
export class SpreadSequencer extends BaseSequencer {
  async sort(files) {
    const sorted = await super.sort(files);
    const isPatient = ({ moduleId, project }) => project.name === 'e2e' && waits.test(moduleId);
    const others = sorted.filter((file) => !isPatient(file));
    const journeys = others.filter(({ project }) => project.name === 'e2e');
    return [
      ...others.filter(({ project }) => project.name !== 'e2e'),
      ...spread(sorted.filter(isPatient), journeys),
    ];
  }
}
