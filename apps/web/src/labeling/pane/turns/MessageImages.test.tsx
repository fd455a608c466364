import { cleanup, fireEvent, render } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { startI18n } from '../../../i18n/i18n.ts';
import { MessageImages } from './MessageImages.tsx';

const projectId = '019a0000-0000-7000-8000-000000000001';
const sha256 = 'a'.repeat(64);

beforeAll(async () => {
  await startI18n(['ui', 'labeling-turns']);
  history.replaceState(null, '', `/annotate/${projectId}`);
  HTMLDialogElement.prototype.showModal ??= () => undefined;
});
afterEach(cleanup);

test('images come from our own server by their sum, named by what they show, and open large', () => {
  const size = { type: 'image/png', width: 800, height: 600 } as const;
  const images = [
    { sha256, ...size, alt: '一只猫' },
    { sha256, ...size },
  ];
  const { getByRole, getAllByRole } = render(<MessageImages images={images} />);
  const shown = getAllByRole('img');
  expect(shown.map((image) => image.getAttribute('src'))).toEqual(
    images.map(() => `/api/v1/projects/${projectId}/media/${sha256}`),
  );
  expect(shown.map((image) => image.getAttribute('alt'))).toEqual(['一只猫', 'Image']);
  fireEvent.click(getByRole('button', { name: '一只猫' }));
  expect(document.querySelector('dialog img')?.getAttribute('alt')).toBe('一只猫');
});
