import type { Root } from 'mdast';
import { startWorker } from '../../device/trusted-types.ts';
import type { ParseAnswer, ParseRequest } from './parse.worker.ts';
// oxlint-disable-next-line import/default -- Vite gives its address
import script from './parse.worker.ts?worker&url';

/** Null until first needed; undefined where there is none, or its code did not come. */
let worker: Worker | null | undefined = typeof Worker === 'undefined' ? undefined : null;
let count = 0;
const waiting = new Map<number, (tree: Root | null) => void>();

/** Parses a text beside the page, so that it stays quick. Null where that cannot be done; the page can try it itself. */
export function parseBeside(request: Omit<ParseRequest, 'number'>): Promise<Root | null> {
  worker ??= worker === null ? started() : undefined;
  const one = worker;
  if (one === undefined) return Promise.resolve(null);
  count += 1;
  const number = count;
  return new Promise((resolve) => {
    waiting.set(number, resolve);
    one.postMessage({ ...request, number } satisfies ParseRequest);
  });
}

function started(): Worker {
  const one = startWorker(script);
  one.addEventListener('message', ({ data }: MessageEvent<ParseAnswer>) => {
    waiting.get(data.number)?.(data.tree);
    waiting.delete(data.number);
  });
  one.addEventListener('error', () => {
    worker = undefined;
    for (const resolve of waiting.values()) resolve(null);
    waiting.clear();
  });
  return one;
}
