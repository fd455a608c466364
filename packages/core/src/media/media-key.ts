/** All images of a project are below this prefix. */
export function mediaPrefix(projectId: string): string {
  return `media/${projectId}`;
}

/** Where the artifact store has an image. */
export function mediaKey(projectId: string, sha256: string): string {
  return `${mediaPrefix(projectId)}/${sha256}`;
}
