import { compareWords } from './word-diff.ts';
import type { DiffOutcome } from './word-diff.ts';

export interface DiffRequest {
  number: number;
  first: string;
  second: string;
  timeoutMs: number;
}

export interface DiffAnswer {
  number: number;
  outcome: DiffOutcome;
}

addEventListener('message', ({ data }: MessageEvent<DiffRequest>) => {
  const { number, first, second, timeoutMs } = data;
  const answer: DiffAnswer = { number, outcome: compareWords(first, second, timeoutMs) };
  postMessage(answer);
});
