import { gzipSync } from 'node:zlib';
import type { Content } from './annotate-data.ts';
import { openAnnotatorBrowser } from './annotator-browser.ts';
import type { Bench, Benchmark, Figure } from './benchmark.ts';

const LIMIT_KB = 170;

/** All the JavaScript that a browser with an empty cache loads until the first vote is possible. */
export const annotateJs: Benchmark = {
  name: 'annotate_js',
  goal: { atMost: 1 },
  async run(bench: Bench): Promise<Figure> {
    const plain = await loadedBy(bench, 'plain');
    const rich = await loadedBy(bench, 'rich');
    return {
      value: plain.gzipKb,
      limit: LIMIT_KB,
      ratio: plain.gzipKb / LIMIT_KB,
      unit: 'kB gzip',
      how: `${plain.scripts} scripts that Chromium loaded from the built web until the first pair could be voted on, each compressed by gzip, 1,000 bytes to the kB; answers with code and formulas load ${Math.round(rich.gzipKb - plain.gzipKb)} kB more to draw them`,
      more: { scripts: plain.scripts, kb_with_code_and_formulas: rich.gzipKb.toFixed(1) },
    };
  },
};

async function loadedBy(bench: Bench, content: Content): Promise<{ scripts: number; gzipKb: number }> {
  const annotator = await openAnnotatorBrowser(bench, { comparisons: 12, content });
  const { page } = annotator;
  try {
    const scripts = new Map<string, Promise<Buffer>>();
    page.on('response', (response) => {
      const type = response.headers()['content-type'] ?? '';
      if (/javascript|wasm/.test(type)) scripts.set(response.url(), response.body());
    });
    await page.goto(annotator.address);
    await annotator.untilVotable();
    const bodies = await Promise.all(scripts.values());
    if (bodies.length === 0) throw new Error('No script was seen.');
    return {
      scripts: bodies.length,
      gzipKb: bodies.reduce((sum, body) => sum + gzipSync(body).length, 0) / 1_000,
    };
  } finally {
    await annotator.close();
  }
}
