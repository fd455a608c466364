import type { FastifyInstance } from 'fastify';
import { acknowledgeGuidelines } from '@pairwright/core/annotate/acknowledge-guidelines.service';
import { claimAssignments } from '@pairwright/core/annotate/claim-assignments.service';
import { saveDraft } from '@pairwright/core/annotate/drafts.service';
import { flagAssignment, withdrawFlag } from '@pairwright/core/annotate/flag-assignment.service';
import { getMyAssignment, listMyJudgments } from '@pairwright/core/annotate/my-judgments.service';
import { getMyProject, listMyProjects } from '@pairwright/core/annotate/my-projects.service';
import { retractJudgment } from '@pairwright/core/annotate/retract-judgment.service';
import { skipAssignment, unskipAssignment } from '@pairwright/core/annotate/skip-assignment.service';
import { submitJudgment } from '@pairwright/core/annotate/submit-judgment.service';
import { releaseAssignments, renewAssignments } from '@pairwright/core/leases/leases.service';
import { implement } from '../../implement.ts';

export function registerAnnotateRoutes(app: FastifyInstance): void {
  implement(app, 'listMyProjects', (ctx) => listMyProjects(ctx));
  implement(app, 'getMyProject', (ctx) => getMyProject(ctx));
  implement(app, 'claimAssignments', (ctx, { body }) => claimAssignments(ctx, body));
  implement(app, 'renewAssignments', (ctx, { body }) => renewAssignments(ctx, body));
  implement(app, 'releaseAssignments', (ctx, { body }) => releaseAssignments(ctx, body));
  implement(app, 'submitJudgment', (ctx, { params, body }) =>
    submitJudgment(ctx, { ...body, assignmentId: params.assignmentId }),
  );
  implement(app, 'retractJudgment', (ctx, { params, body }) =>
    retractJudgment(ctx, { ...body, assignmentId: params.assignmentId }),
  );
  implement(app, 'skipAssignment', (ctx, { params, body }) =>
    skipAssignment(ctx, { ...body, assignmentId: params.assignmentId }),
  );
  implement(app, 'unskipAssignment', (ctx, { params }) =>
    unskipAssignment(ctx, { assignmentId: params.assignmentId }),
  );
  implement(app, 'flagAssignment', (ctx, { params, body }) =>
    flagAssignment(ctx, { ...body, assignmentId: params.assignmentId }),
  );
  implement(app, 'withdrawFlag', (ctx, { params }) =>
    withdrawFlag(ctx, { assignmentId: params.assignmentId, flagId: params.flagId }),
  );
  implement(app, 'saveDraft', (ctx, { params, body }) =>
    saveDraft(ctx, { assignmentId: params.assignmentId, draft: body }),
  );
  implement(app, 'acknowledgeGuidelines', (ctx, { body }) => acknowledgeGuidelines(ctx, body));
  implement(app, 'listMyJudgments', (ctx, { query }) => listMyJudgments(ctx, query));
  implement(app, 'getMyAssignment', (ctx, { params }) =>
    getMyAssignment(ctx, { assignmentId: params.assignmentId }),
  );
}
