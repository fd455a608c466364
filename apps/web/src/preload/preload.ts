/**
 * Fetches the files of a part of the program before it is imported. A browser keeps an import that failed, and gives the
 * same failure until the page is reloaded; a fetch that failed is simply made again. What was fetched is in the browser's
 * cache when it is imported, as files with a hash never change.
 */
const fetched = new Map<string, Promise<void>>();

/**
 * Called by the built program in place of each `import()`, with the script of the part and all it needs: Vite's helper.
 * @public
 */
export async function preload<Module>(
  load: () => Promise<Module>,
  files: readonly string[] = [],
): Promise<Module> {
  // A script that needs nothing else is named by the import alone.
  const own = /import\(["'`]\.\/([^"'`]+)["'`]\)/.exec(load.toString())?.[1];
  const all = own === undefined ? files : new Set([`assets/${own}`, ...files]);
  await Promise.all([...all].map(once));
  return load();
}

function once(file: string): Promise<void> {
  const going = fetched.get(file);
  if (going !== undefined) return going;
  const url = `${import.meta.env.BASE_URL}${file}`;
  const fresh = file.endsWith('.css') ? applyStyles(url) : fetchScript(url);
  fetched.set(file, fresh);
  fresh.catch(() => fetched.delete(file));
  return fresh;
}

async function fetchScript(url: string): Promise<void> {
  if (document.querySelector(`script[src="${url}"], link[href="${url}"]`) !== null) return;
  const answer = await fetch(url, { credentials: 'same-origin' });
  if (!answer.ok) throw new TypeError(`${url} could not be fetched: ${answer.status}`);
  await answer.arrayBuffer();
}

function applyStyles(url: string): Promise<void> {
  if (document.querySelector(`link[rel=stylesheet][href="${url}"]`) !== null) return Promise.resolve();
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = url;
  return new Promise((resolve, reject) => {
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => {
      link.remove();
      reject(new TypeError(`${url} could not be fetched`));
    });
    document.head.append(link);
  });
}
