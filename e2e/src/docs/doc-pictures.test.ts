import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { docPictures } from './doc-pictures.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const images = readdirSync(path.join(root, 'docs/images'));

test('every picture of a page in docs/images can be taken anew', () => {
  const taken = docPictures.map(({ name }) => `${name}.png`);
  expect(images.filter((file) => file.endsWith('.png')).toSorted()).toEqual(taken.toSorted());
});

test('README and docs show every picture, each in the language of the page where there are two', () => {
  const pages = ['', 'docs'].flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .filter((file) => file.endsWith('.md'))
      .map((file) => path.join(folder, file)),
  );
  const shown = pages.flatMap((page) =>
    [...readFileSync(path.join(root, page), 'utf8').matchAll(/images\/([\w-]+\.(?:png|svg))/g)].map(
      ([, image]) => ({ page, image: image! }),
    ),
  );
  expect([...new Set(shown.map(({ image }) => image))].toSorted()).toEqual(images.toSorted());
  const foreign = shown.filter(({ page, image }) => {
    const wanted = page.includes('zh-CN') ? image.replace('-en.', '-zh.') : image.replace('-zh.', '-en.');
    return wanted !== image && images.includes(wanted) && !page.startsWith('README');
  });
  expect(foreign).toEqual([]);
});
