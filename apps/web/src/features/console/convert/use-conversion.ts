import { useCallback, useEffect, useRef, useState } from 'react';
import { startWorker } from '../../../device/trusted-types.ts';
import type { Asked, Converted, Looked, Told } from './convert-messages.ts';
// oxlint-disable-next-line import/default -- Vite gives its address
import script from './convert.worker.ts?worker&url';

/** A file that is ready to be kept. */
export interface DoneFile {
  readonly name: string;
  readonly url: string;
}

export type ConversionState =
  | { readonly step: 'empty' }
  | { readonly step: 'looking' }
  | { readonly step: 'ready'; readonly looked: Looked }
  | { readonly step: 'converting'; readonly looked: Looked; readonly read: number }
  | {
      readonly step: 'done';
      readonly looked: Looked;
      readonly done: Converted;
      readonly files: readonly DoneFile[];
    }
  | { readonly step: 'failed'; readonly looked: Looked | null; readonly message: string };

type Step = (state: ConversionState) => ConversionState;

function after(told: Told, files: readonly DoneFile[]): Step {
  return (state) => {
    const looked = 'looked' in state ? state.looked : null;
    switch (told.kind) {
      case 'looked':
        return { step: 'ready', looked: told };
      case 'progress':
        return looked === null ? state : { step: 'converting', looked, read: told.read };
      case 'converted':
        return looked === null ? state : { step: 'done', looked, done: told, files };
      case 'failed':
        return { step: 'failed', looked, message: told.message };
    }
  };
}

/** A thread that looks at one file and converts it; a new file or a stop ends it, and what it made, whatever it is at. */
export function useConversion() {
  const [state, setState] = useState<ConversionState>({ step: 'empty' });
  const worker = useRef<Worker | null>(null);
  const urls = useRef<readonly string[]>([]);
  const end = useCallback(() => {
    worker.current?.terminate();
    worker.current = null;
    for (const url of urls.current) URL.revokeObjectURL(url);
    urls.current = [];
  }, []);
  useEffect(() => end, [end]);

  const ask = (asked: Asked): void => {
    end();
    const one = startWorker(script);
    one.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      const made = data.kind === 'converted' ? data.files : [];
      const files = made.map(({ name, blob }) => ({ name, url: URL.createObjectURL(blob) }));
      urls.current = files.map(({ url }) => url);
      setState(after(data, files));
    });
    one.addEventListener('error', ({ message }) => setState(after({ kind: 'failed', message }, [])));
    worker.current = one;
    one.postMessage(asked);
  };
  return {
    state,
    look: (file: File) => {
      setState({ step: 'looking' });
      ask({ kind: 'look', file });
    },
    convert: (looked: Looked, asked: Omit<Extract<Asked, { kind: 'convert' }>, 'kind'>) => {
      setState({ step: 'converting', looked, read: 0 });
      ask({ kind: 'convert', ...asked });
    },
    stop: (looked: Looked) => {
      end();
      setState({ step: 'ready', looked });
    },
    clear: () => {
      end();
      setState({ step: 'empty' });
    },
  };
}
