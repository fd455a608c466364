import { ArtifactError, type ArtifactFault } from './store.ts';

const FAULTS: Readonly<Record<string, { fault: ArtifactFault; say: string }>> = {
  ENOENT: { fault: 'not_found', say: 'it does not exist' },
  ENOSPC: { fault: 'disk_full', say: 'the disk is full; free some space and try again' },
  EDQUOT: { fault: 'disk_full', say: 'the disk quota is used up; free some space and try again' },
  EFBIG: { fault: 'disk_full', say: 'the file system does not take files of this size' },
  EACCES: {
    fault: 'no_permission',
    say: 'this user may not; give it read and write permission on the folder',
  },
  EPERM: {
    fault: 'no_permission',
    say: 'this user may not; give it read and write permission on the folder',
  },
  EROFS: { fault: 'no_permission', say: 'the file system is read-only; choose another folder' },
};

/** A failure of the file system in words, with what to do. */
export function folderError(action: string, place: string, error: unknown): ArtifactError {
  if (error instanceof ArtifactError) return error;
  const known = FAULTS[(error as NodeJS.ErrnoException | undefined)?.code ?? ''];
  const say = known?.say ?? (error instanceof Error ? error.message : String(error));
  return new ArtifactError(known?.fault ?? 'failed', `Cannot ${action} ${place}: ${say}.`, error);
}
