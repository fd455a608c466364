export interface ShellFiles {
  /** Address of the version's entry script; its name changes with anything below it. */
  entry: string;
  /** Everything to be kept: the page itself, scripts, styles, fonts, icons. */
  files: readonly string[];
}

interface Extendable {
  waitUntil: (work: Promise<unknown>) => void;
}

/** What of a service worker's world is used here; the browser's own types for it clash with those of pages. */
export interface WorkerScope {
  location: { origin: string };
  caches: CacheStorage;
  fetch: typeof fetch;
  navigator: { locks?: Pick<LockManager, 'query'> };
  clients: { claim: () => Promise<void> };
  skipWaiting: () => Promise<void>;
  addEventListener: {
    (kind: 'install' | 'activate', hear: (event: Extendable) => void): void;
    (
      kind: 'fetch',
      hear: (event: { request: Request; respondWith: (answer: Promise<Response>) => void }) => void,
    ): void;
    (kind: 'message', hear: (event: { ports: readonly MessagePort[] }) => void): void;
  };
}

const cachePrefix = 'pairwright-shell ';
/** A page that is open holds this lock with its version's entry behind it. */
export const lockPrefix = 'pairwright-version ';
const page = '/index.html';
const patience = 4000;

/**
 * Keeps the program on the device, never data: what is under /api, /health and /docs is not even looked at. Pages come from
 * the server while it answers, so a reload always gives the newest version; files with a hash in their name come from the
 * device. The files of a version stay as long as a page of it is open.
 */
export class Shell {
  readonly #files: ShellFiles;
  readonly #scope: WorkerScope;

  constructor(files: ShellFiles, scope: WorkerScope) {
    this.#files = files;
    this.#scope = scope;
  }

  /** Fetches what is not here yet; files of an earlier version that did not change are taken over. */
  async install(): Promise<void> {
    const { caches } = this.#scope;
    const cache = await caches.open(cachePrefix + this.#files.entry);
    for (const file of this.#files.files) {
      const known = isHashed(file) ? await caches.match(file, { ignoreVary: true }) : undefined;
      const answer = known ?? (await this.#scope.fetch(file, isHashed(file) ? {} : { cache: 'reload' }));
      if (!answer.ok) throw new Error(`${file} is not there: ${answer.status}.`);
      await cache.put(file, answer);
    }
    // At once: this version serves pages of every other just as well.
    await this.#scope.skipWaiting();
  }

  async activate(): Promise<void> {
    await this.#scope.clients.claim();
    await this.#forgetUnused();
  }

  /** The answer to a request that is the program's business; null leaves it to the browser. */
  answer(request: Request): Promise<Response> | null {
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.origin !== this.#scope.location.origin) return null;
    const { pathname } = url;
    if (/^\/(api|health|docs)(\/|$)/.test(pathname)) return null;
    if (request.mode === 'navigate') return this.#fresh(request, page);
    if (isHashed(pathname)) return this.#kept(request, pathname);
    return this.#files.files.includes(pathname) ? this.#fresh(request, pathname) : null;
  }

  async #kept(request: Request, file: string): Promise<Response> {
    return (await this.#scope.caches.match(file, { ignoreVary: true })) ?? this.#scope.fetch(request);
  }

  /** From the server if it answers soon; else as kept. */
  async #fresh(request: Request, file: string): Promise<Response> {
    const asked = this.#scope.fetch(request).catch(() => null);
    const answer = await Promise.race([asked, after(patience)]);
    if (answer !== null && answer.status < 500) return answer;
    const cache = await this.#scope.caches.open(cachePrefix + this.#files.entry);
    return (await cache.match(file, { ignoreVary: true })) ?? (await asked) ?? Response.error();
  }

  async #forgetUnused(): Promise<void> {
    const { locks } = this.#scope.navigator;
    // Without locks nobody knows what is open: then everything stays.
    if (locks === undefined) return;
    const { held = [] } = await locks.query();
    const used = new Set([
      this.#files.entry,
      ...held.flatMap(({ name }) => (name?.startsWith(lockPrefix) ? name.slice(lockPrefix.length) : [])),
    ]);
    const names = (await this.#scope.caches.keys()).filter((name) => name.startsWith(cachePrefix));
    const unused = names.filter((name) => !used.has(name.slice(cachePrefix.length)));
    await Promise.all(unused.map((name) => this.#scope.caches.delete(name)));
  }
}

function isHashed(path: string): boolean {
  return path.startsWith('/assets/');
}

function after(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}
