import type { Readable } from 'node:stream';
import { Problem } from '@pairwright/contract/errors';
import type { ImageType } from '@pairwright/contract/shapes';
import type { ProjectContext } from '../context.ts';
import { mediaKey } from './media-key.ts';

export interface Media {
  readonly type: ImageType;
  readonly sizeBytes: number;
  open(): Promise<Readable>;
}

/** An image that a message of this project names. Throws `not_found`. */
export async function findMedia(ctx: ProjectContext, sha256: string): Promise<Media> {
  const row = await ctx.db.db
    .selectFrom('media')
    .select(['type', 'size_bytes'])
    .where('project_id', '=', ctx.projectId)
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  if (row === undefined) throw new Problem('not_found');
  return {
    type: row.type,
    sizeBytes: row.size_bytes,
    open: () => ctx.artifacts.read(mediaKey(ctx.projectId, sha256)),
  };
}
