import { expect, test } from 'vitest';
import { Frame, locales, themes } from './frame.ts';
import type { Look } from './frame.ts';
import { address, browser, onGallery, stories } from './gallery-stage.ts';
import * as pictures from './pictures.ts';

const widths = [320, 768, 1280];

/** Set by `npm run gallery -- --accept`. */
const accepting = process.env['PAIRWRIGHT_ACCEPT_PICTURES'] === '1';

onGallery();

/** What is not as kept, by the name of the picture. */
type Findings = Map<string, string>;

// When everything has changed, every picture is taken twice, with a rest between.
test('every story looks as it is kept', { retry: 0, timeout: 900_000 }, async () => {
  await pictures.forgetReports();
  const findings: Findings = new Map();
  const shown = (await Promise.all(widths.map(async (width) => lookAll(width, findings)))).flat();
  for (const name of await pictures.keptNames()) {
    if (shown.includes(name)) continue;
    findings.set(name, 'belongs to no story');
    if (accepting) await pictures.forget(name);
  }
  const list = [...findings].map(([name, what]) => `  ${name}  ${what}`).sort();
  if (accepting) console.log([`${list.length} pictures accepted.`, ...list].join('\n'));
  else if (list.length > 0) throw new Error(messageFor(list));
  expect(Frame.faults).toEqual([]);
});

/** Compares all looks of all stories at one width; gives the names of their pictures. */
async function lookAll(width: number, findings: Findings): Promise<string[]> {
  const frame = await Frame.open(browser, { address, width });
  const names: string[] = [];
  for (const { id: story, height } of stories) {
    for (const locale of locales) {
      for (const theme of themes) {
        const look = { story, theme, locale };
        const name = pictures.nameOf(look, width);
        names.push(name);
        const what = await compare(frame, { look, height, name });
        if (what !== null) findings.set(name, what);
      }
    }
  }
  return names;
}

interface Shot {
  look: Look;
  height: number | null;
  name: string;
}

/** What is not as kept, if anything. A picture that differs may have come too soon; it is taken again. */
async function compare(frame: Frame, { look, height, name }: Shot): Promise<string | null> {
  const kept = await pictures.readKept(name);
  const first = await frame.take(look, height);
  if (kept !== null && pictures.countDiffering(kept, first) === 0) return null;
  const taken = await frame.takeAtRest(first, height);
  if (kept === null) {
    if (accepting) await pictures.keep(name, taken);
    return 'has no kept picture';
  }
  const count = pictures.countDiffering(kept, taken);
  if (count === 0) return null;
  if (accepting) await pictures.keep(name, taken);
  else await pictures.report(name, kept, taken);
  return `differs in ${count} pixels`;
}

function messageFor(list: readonly string[]): string {
  return `${list.length} of the kept pictures are not as the gallery is now:
${list.join('\n')}
Where pictures differ, ${pictures.differingFolder} holds each as kept, as it is now, and what differs.
When the gallery is right: npm run gallery -- --accept`;
}
