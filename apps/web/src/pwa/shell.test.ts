import { expect, test } from 'vitest';
import { lockPrefix, Shell } from './shell.ts';
import type { WorkerScope } from './shell.ts';

const origin = 'https://pairwright.example';

/** A device with caches, a server that has certain files, and pages that hold versions. */
class Device {
  readonly stored = new Map<string, Map<string, string>>();
  readonly fetched: string[] = [];
  server: Map<string, string> | null = new Map();
  open: string[] = [];

  scope(): WorkerScope {
    const find = (cache: Map<string, string> | undefined, key: string): Response | undefined => {
      const text = cache?.get(key);
      return text === undefined ? undefined : new Response(text);
    };
    const cacheOf = (name: string): Cache => {
      const files = this.stored.get(name) ?? new Map<string, string>();
      this.stored.set(name, files);
      return {
        put: async (key: string, answer: Response) => void files.set(key, await answer.text()),
        match: (key: string) => Promise.resolve(find(files, key)),
      } as unknown as Cache;
    };
    return {
      location: { origin },
      caches: {
        open: (name: string) => Promise.resolve(cacheOf(name)),
        keys: () => Promise.resolve([...this.stored.keys()]),
        delete: (name: string) => Promise.resolve(this.stored.delete(name)),
        match: (key: string) =>
          Promise.resolve([...this.stored.values()].map((files) => find(files, key)).find(Boolean)),
      } as unknown as CacheStorage,
      fetch: ((input: string | Request) => {
        const path = typeof input === 'string' ? input : new URL(input.url).pathname;
        this.fetched.push(path);
        if (this.server === null) return Promise.reject(new TypeError('no network'));
        const text = this.server.get(path);
        return Promise.resolve(new Response(text ?? '', { status: text === undefined ? 404 : 200 }));
      }) as typeof fetch,
      navigator: {
        locks: {
          query: () => Promise.resolve({ held: this.open.map((entry) => ({ name: lockPrefix + entry })) }),
        },
      },
      clients: { claim: () => Promise.resolve() },
      skipWaiting: () => Promise.resolve(),
      addEventListener: () => undefined,
    };
  }

  async update(entry: string, files: Record<string, string>): Promise<Shell> {
    this.server = new Map(Object.entries(files));
    const shell = new Shell({ entry, files: Object.keys(files) }, this.scope());
    await shell.install();
    await shell.activate();
    return shell;
  }
}

const get = (path: string, mode: RequestMode = 'cors'): Request =>
  ({ method: 'GET', url: origin + path, mode }) as Request;
const textOf = async (answer: Promise<Response> | null): Promise<string | null> =>
  answer === null ? null : (await answer).text();

test('without the network the page and its parts come from the device', async () => {
  const device = new Device();
  const shell = await device.update('/assets/index-1.js', {
    '/index.html': 'one',
    '/assets/index-1.js': 'code 1',
  });
  device.server = null;
  expect(await textOf(shell.answer(get('/projects/p/annotate', 'navigate')))).toBe('one');
  expect(await textOf(shell.answer(get('/assets/index-1.js')))).toBe('code 1');
});

test('data is never its business', async () => {
  const shell = await new Device().update('/assets/index-1.js', { '/index.html': 'one' });
  for (const path of ['/api/v1/me', '/api', '/health/ready', '/docs', '/docs/errors/internal'])
    expect(shell.answer(get(path)), path).toBeNull();
  expect(shell.answer(get('/docs/', 'navigate'))).toBeNull();
  expect(shell.answer({ ...get('/assets/x.js'), method: 'POST', url: `${origin}/assets/x.js` })).toBeNull();
  expect(
    shell.answer({ method: 'GET', url: 'https://elsewhere.example/', mode: 'cors' } as Request),
  ).toBeNull();
});

test('a reload gives the newest page while the server answers, the kept one when it is down', async () => {
  const device = new Device();
  const shell = await device.update('/assets/index-1.js', { '/index.html': 'one' });
  device.server = new Map([['/my-work', 'two']]);
  expect(await textOf(shell.answer(get('/my-work', 'navigate')))).toBe('two');
  device.server = null;
  expect(await textOf(shell.answer(get('/my-work', 'navigate')))).toBe('one');
});

test('an open page of an earlier version keeps its parts; when it is gone, so are they', async () => {
  const device = new Device();
  await device.update('/assets/index-1.js', {
    '/index.html': 'one',
    '/assets/part-1.js': 'old part',
    '/assets/same.js': 's',
  });
  device.open = ['/assets/index-1.js'];
  device.fetched.length = 0;
  const second = await device.update('/assets/index-2.js', { '/index.html': 'two', '/assets/same.js': 's' });
  expect(device.fetched, 'what did not change is not fetched again').toEqual(['/index.html']);
  expect(await textOf(second.answer(get('/assets/part-1.js')))).toBe('old part');
  device.open = [];
  await device.update('/assets/index-3.js', { '/index.html': 'three' });
  expect([...device.stored.keys()]).toEqual(['pairwright-shell /assets/index-3.js']);
});

test('a version that cannot be fetched whole is not taken', async () => {
  const device = new Device();
  device.server = new Map([['/index.html', 'one']]);
  const shell = new Shell(
    { entry: '/assets/i.js', files: ['/index.html', '/assets/gone.js'] },
    device.scope(),
  );
  await expect(shell.install()).rejects.toThrow('/assets/gone.js');
});
