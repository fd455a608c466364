import { plainPair } from '@pairwright/domain/judgment/form';

/** The question of every benchmark, as the database keeps it: a pair on seven points, one press each. */
export const PLAIN_FORM = JSON.stringify(
  plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true }),
);
