import type { Texts } from './annotate-data.ts';
import { openAnnotatorBrowser } from './annotator-browser.ts';
import { type Bench, type Benchmark, type Figure, percentile } from './benchmark.ts';

/** Sixty frames a second. */
const LIMIT_MS = 1000 / 60;
const FRAMES = 240;

const kinds: readonly { name: string; texts: Texts; of: string; scroller: string }[] = [
  {
    name: 'scroll_frame_p95_ms',
    texts: 'long',
    of: 'a pair of answers of 50 kB each',
    scroller: '[data-visible] [data-place="0"]',
  },
  {
    name: 'scroll_turns_frame_p95_ms',
    texts: 'turns',
    of: 'a conversation of 200 turns',
    scroller: '[data-visible] [data-part="prompt"] [data-scroller]',
  },
];

/** How long a frame takes while long texts are scrolled from end to end and back. */
export const scrollFrames: readonly Benchmark[] = kinds.map(({ name, texts, of, scroller }) => ({
  name,
  // A timer is not exact: a frame that takes its 16.7 ms may be seen a little later.
  goal: { atMost: 1.1 },
  async run(bench: Bench): Promise<Figure> {
    const annotator = await openAnnotatorBrowser(bench, { comparisons: 3, content: 'plain', texts });
    const { page } = annotator;
    try {
      await page.goto(annotator.address);
      await annotator.untilVotable();
      const { times, distance } = await page.evaluate(scroll, { scroller, frames: FRAMES });
      if (distance < 2_000) throw new Error(`Only ${distance} pixels could be scrolled.`);
      const p = (share: number): number => percentile(times, share);
      return {
        value: p(0.95),
        limit: LIMIT_MS,
        ratio: p(0.95) / LIMIT_MS,
        unit: 'ms',
        how: `p95 of ${times.length} frames in Chromium while ${of}, ${Math.round(distance)} pixels, goes down and up by script`,
        more: { p50: p(0.5).toFixed(1), p95: p(0.95).toFixed(1), max: p(1).toFixed(1) },
      };
    } finally {
      await annotator.close();
    }
  },
}));

interface Scroll {
  scroller: string;
  frames: number;
}

/** Runs in the page: down and up once. The element itself, or what scrolls around it. */
async function scroll({ scroller, frames }: Scroll): Promise<{ times: number[]; distance: number }> {
  let element = document.querySelector(scroller);
  while (element !== null && element.scrollHeight <= element.clientHeight + 1)
    element = element.parentElement;
  if (element === null) throw new Error('Nothing scrolls there.');
  const frame = async (): Promise<number> => new Promise(requestAnimationFrame);
  const times: number[] = [];
  let last = await frame();
  for (let index = 0; index < frames; index += 1) {
    const share = 1 - Math.abs((2 * index) / frames - 1);
    element.scrollTop = share * (element.scrollHeight - element.clientHeight);
    const now = await frame();
    times.push(now - last);
    last = now;
  }
  return { times, distance: element.scrollHeight - element.clientHeight };
}
