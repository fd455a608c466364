/** What the system said of a file, by its code: what is wrong, and what to do. */
const sentences: Readonly<Record<string, (place: string) => string>> = {
  ENOSPC: (place) =>
    `The disk is full${place === '' ? '' : `: ${place} could not be written`}. Make room and run it again; a download goes on where it ended.`,
  EDQUOT: (place) =>
    `No more may be stored here${place === '' ? '' : `: ${place} could not be written`}. Make room and run it again; a download goes on where it ended.`,
  ENOENT: (place) => `${place} cannot be opened: it, or the folder it is to be in, does not exist.`,
  ENOTDIR: (place) => `${place} cannot be opened: what should be its folder is a file.`,
  EISDIR: (place) => `${place} is a folder. Name a file.`,
  EACCES: (place) => `${place} may not be read or written by you. Name another place, or change its rights.`,
  EPERM: (place) => `${place} may not be read or written by you. Name another place, or change its rights.`,
  EROFS: (place) => `${place} is on a disk that may only be read. Name another place.`,
};

/** A sentence about an error of the file system; null: it is none that people can do something about. */
export function fileErrorText(error: unknown): string | null {
  const { code, path, dest, syscall } = error as {
    code?: string;
    path?: string;
    dest?: string;
    syscall?: string;
  };
  // Addresses have such codes too, of calls that are about no file.
  if (code === undefined || syscall === undefined || !Object.hasOwn(sentences, code)) return null;
  const place = (dest ?? path ?? '').replace(/\.part$/, '');
  if (place === '' && code !== 'ENOSPC' && code !== 'EDQUOT') return null;
  return sentences[code]!(place);
}
