import { openAnnotatorBrowser, POLLING } from './annotator-browser.ts';
import { type Bench, type Benchmark, type Figure, percentile } from './benchmark.ts';

interface Kind {
  readonly name: string;
  readonly limitMs: number;
  readonly votes: number;
  /** How many times slower than it is the processor is made. */
  readonly slower: number;
  /** How long each pair is looked at once a vote would count, in ms; 0: one vote about every 0.4 s. */
  readonly lookMs: number;
}

const kinds: readonly Kind[] = [
  { name: 'vote_to_paint_p95_ms', limitMs: 50, votes: 80, slower: 1, lookMs: 0 },
  { name: 'vote_to_paint_p95_4x_ms', limitMs: 150, votes: 40, slower: 4, lookMs: 0 },
  // As somebody reads, who is quick: the other lines press sooner than anybody can have read.
  { name: 'vote_to_paint_p95_4x_reading_ms', limitMs: 150, votes: 40, slower: 4, lookMs: 1100 },
];

/** From the press of a key to the next pair on the screen, both answers 6 kB of Markdown with code and formulas. */
export const voteToPaint: readonly Benchmark[] = kinds.map((kind) => ({
  name: kind.name,
  goal: { atMost: 1 },
  run: async (bench: Bench): Promise<Figure> => measure(bench, kind),
}));

async function measure(bench: Bench, { limitMs, votes, slower, lookMs }: Kind): Promise<Figure> {
  const annotator = await openAnnotatorBrowser(bench, { comparisons: votes + 1, content: 'rich' });
  const { page } = annotator;
  try {
    await page.goto(annotator.address);
    await annotator.untilVotable();
    await annotator.slowDown(slower);
    for (let vote = 0; vote < votes; vote += 1) {
      const before = await annotator.untilVotable();
      await page.waitForTimeout(lookMs);
      await page.keyboard.press(String((vote % 7) + 1));
      await page.waitForFunction(
        (id) =>
          document.querySelector('[data-assignment][data-visible]')?.getAttribute('data-assignment') !== id,
        before,
        POLLING,
      );
    }
    await annotator.untilVotable();
    const times = await page.evaluate(() =>
      performance.getEntriesByName('vote_to_paint', 'measure').map(({ duration }) => duration),
    );
    if (times.length !== votes)
      throw new Error(`${votes} votes were pressed and ${times.length} were measured.`);
    const p = (share: number): number => percentile(times, share);
    return {
      value: p(0.95),
      limit: limitMs,
      ratio: p(0.95) / limitMs,
      unit: 'ms',
      how: `p95 of ${votes} votes by key in Chromium${slower === 1 ? '' : `, its processor ${slower} times slower`}, one about every ${((400 + lookMs) / 1000).toFixed(1)} s, from the key's own time stamp to after the frame with the next pair, by the workbench's own marks`,
      more: { p50: p(0.5).toFixed(1), p95: p(0.95).toFixed(1), max: p(1).toFixed(1), votes },
    };
  } finally {
    await annotator.close();
  }
}
