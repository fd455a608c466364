import type { KeyedOperation } from '@pairwright/contract/repeat-key';
import type { ProjectContext } from '../context.ts';
import { getDataset, getVersionAlone } from '../datasets/datasets.service.ts';
import { getImport } from '../imports/imports.service.ts';
import { getUpload } from '../imports/upload/upload-parts.service.ts';
import { readProject } from '../projects/projects.queries.ts';
import { getExclusion } from '../review/exclusions.service.ts';
import { getFeedback } from '../working-life/feedback.service.ts';

/** What an operation has made, in the shape of its answer. Throws Problem not_found when it is gone. */
export const readMade: Readonly<
  Record<KeyedOperation, (ctx: ProjectContext, id: string) => Promise<unknown>>
> = {
  beginUpload: getUpload,
  createDataset: getDataset,
  createExclusion: getExclusion,
  createProject: (ctx, id) => readProject(ctx.db.db, id),
  freezeDataset: getVersionAlone,
  messageMember: async () => undefined,
  sendFeedback: getFeedback,
  uploadImport: getImport,
};
