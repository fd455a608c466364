import { expect, test } from 'vitest';
import { Frame, locales } from './frame.ts';
import { address, browser, onGallery, stories } from './gallery-stage.ts';

onGallery();

test('letters come from the fonts that the gallery brings, so that pictures do not hang on the machine', async () => {
  const frame = await Frame.open(browser, { address, width: 1280 });
  const foreign: Record<string, string[]> = {};
  const own = new Set<string>();
  for (const { id, height } of stories) {
    for (const locale of locales) {
      await frame.show({ story: id, theme: 'light', locale }, height);
      const fonts = await frame.fonts();
      for (const font of fonts.own) own.add(font);
      if (fonts.foreign.length > 0) foreign[`${id} ${locale}`] = fonts.foreign;
    }
  }
  expect(foreign).toEqual({});
  expect(Frame.faults).toEqual([]);
  expect(own.size).toBeGreaterThan(1);
});
