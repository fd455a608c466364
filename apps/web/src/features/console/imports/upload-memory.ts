/** Uploads that were begun on this device, so that choosing the same file again goes on with them, also after a reload. */
const key = 'pairwright.uploads';
const most = 20;

type Begun = readonly (readonly [file: string, importId: string])[];

function readBegun(): Begun {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? (kept as Begun) : [];
  } catch {
    return [];
  }
}

function write(begun: Begun): void {
  try {
    localStorage.setItem(key, JSON.stringify(begun.slice(-most)));
  } catch {
    // Without room an upload still goes on while the page is open.
  }
}

/** What makes a chosen file the same one: no content is read for it. */
function nameOf(projectId: string, { name, size, lastModified }: File): string {
  return JSON.stringify([projectId, name, size, lastModified]);
}

export function recallUpload(projectId: string, file: File): string | null {
  return readBegun().find(([name]) => name === nameOf(projectId, file))?.[1] ?? null;
}

export function keepUpload(projectId: string, file: File, importId: string): void {
  const name = nameOf(projectId, file);
  write([...readBegun().filter(([other]) => other !== name), [name, importId]]);
}

export function forgetUpload(projectId: string, file: File): void {
  const name = nameOf(projectId, file);
  write(readBegun().filter(([other]) => other !== name));
}
