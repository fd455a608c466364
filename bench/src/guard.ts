import { openAnnotatorBrowser } from './annotator-browser.ts';
import type { Bench, Benchmark, Figure } from './benchmark.ts';

/** Nobody can have read a pair in less. */
const LEAST_MS = 250;
const VOTES = 25;

/** The earliest press after the paint of a pair that counts, keys being pressed as fast as the browser takes them. */
export const guard: Benchmark = {
  name: 'guard_ms',
  goal: { atLeast: 1 },
  async run(bench: Bench): Promise<Figure> {
    const annotator = await openAnnotatorBrowser(bench, { comparisons: VOTES + 12, content: 'plain' });
    const { page } = annotator;
    try {
      await page.goto(annotator.address);
      await annotator.untilVotable();
      const { accepted, ignored } = await page.evaluate(hammer, VOTES);
      const earliest = Math.min(...accepted);
      return {
        value: earliest,
        limit: LEAST_MS,
        ratio: earliest / LEAST_MS,
        unit: 'ms',
        how: `the shortest of ${accepted.length} times from a pair's paint, by the workbench's own marks, to the press that decided it, with a press of a digit about every 4 ms in Chromium; ${ignored} presses did not count`,
        more: { votes: accepted.length, ignored, latest: Math.max(...accepted).toFixed(1) },
      };
    } finally {
      await annotator.close();
    }
  },
};

/** Runs in the page: presses a digit again and again. Times are from each pair's paint to the press that moved on. */
async function hammer(votes: number): Promise<{ accepted: number[]; ignored: number }> {
  const shown = (): string | null =>
    document.querySelector('[data-assignment][data-visible]')?.getAttribute('data-assignment') ?? null;
  const accepted: number[] = [];
  let [ignored, painted] = [0, Number.NEGATIVE_INFINITY];
  const channel = new MessageChannel();
  const turn = async (): Promise<void> =>
    new Promise((resolve) => {
      channel.port1.onmessage = () => resolve();
      channel.port2.postMessage(null);
    });
  while (accepted.length < votes) {
    const [before, measures] = [shown(), performance.getEntriesByName('vote_to_paint', 'measure').length];
    const press = new KeyboardEvent('keydown', { key: '3', code: 'Digit3', bubbles: true, cancelable: true });
    document.body.dispatchEvent(press);
    await turn();
    if (shown() === before) {
      ignored += 1;
    } else {
      // The first one was on the screen before anybody looked at the clock.
      if (Number.isFinite(painted)) accepted.push(press.timeStamp - painted);
      while (performance.getEntriesByName('vote_to_paint', 'measure').length === measures)
        await new Promise(requestAnimationFrame);
      const last = performance.getEntriesByName('vote_to_paint', 'measure').at(-1);
      painted = (last?.startTime ?? 0) + (last?.duration ?? 0);
    }
    const until = performance.now() + 4;
    while (performance.now() < until) await turn();
  }
  return { accepted, ignored };
}
