import type { Submission } from '@pairwright/contract/judgment';
import type { Action } from '../../outbox/action.ts';
import type { Deed } from './state.ts';
import type { JudgmentDeed } from './submission.ts';

type Target = Pick<Action, 'userId' | 'projectId' | 'assignmentId'>;

/** A deed as it is kept and sent. */
export function actionOf(deed: Deed, target: Target, submission: (deed: JudgmentDeed) => Submission): Action {
  switch (deed.kind) {
    case 'retract':
      return { ...target, kind: 'retract', body: { id: deed.id, judgmentId: deed.judgmentId } };
    case 'unskip':
      return { ...target, kind: 'unskip' };
    case 'skip': {
      const { reason, note } = deed.decision;
      return { ...target, kind: 'skip', body: { reason, ...(note === null ? {} : { note }) } };
    }
    case 'judgment':
      return { ...target, kind: 'judgment', body: submission(deed) };
  }
}
