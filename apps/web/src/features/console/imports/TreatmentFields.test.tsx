import { cleanup, fireEvent, render } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { changeLocale, startI18n } from '../../../i18n/i18n.ts';
import {
  offeredProvenance,
  said,
  sameProvenance,
  type Treatment,
  TreatmentFields,
} from './TreatmentFields.tsx';

beforeAll(() => startI18n(['console', 'console-imports']));
afterEach(cleanup);

const usual: Treatment = { personalData: 'keep', languages: 'keep', ratingVotes: 'keep', provenance: null };
const archive = { source: 'Helpful pairs', licence: 'mit' };

function Fields({ onSeen }: { onSeen: (treatment: Treatment) => void }) {
  const [treatment, setTreatment] = useState(usual);
  return (
    <TreatmentFields
      treatment={treatment}
      offered={offeredProvenance(null, archive)}
      onTreatment={(next) => {
        setTreatment(next);
        onSeen(next);
      }}
      kind="pair"
    />
  );
}

test.each([
  ['en', /Licence of rows/, /Source of rows/],
  ['zh-CN', /许可/, /来源/],
] as const)(
  'in %s what the archive says stands there until somebody says otherwise',
  async (locale, licence, source) => {
    await changeLocale(locale);
    let now = usual;
    const { getByLabelText } = render(<Fields onSeen={(next) => (now = next)} />);
    const field = (label: RegExp) => getByLabelText(label) as HTMLInputElement;
    expect([field(source).value, field(licence).value]).toEqual(['Helpful pairs', 'mit']);
    // The server looks into the archive itself.
    expect(said(now)).toEqual({ personalData: 'keep', languages: 'keep', ratingVotes: 'keep' });
    fireEvent.change(field(licence), { target: { value: ' CC-BY-4.0 ' } });
    expect(said(now)).toMatchObject({ provenance: { source: 'Helpful pairs', licence: 'CC-BY-4.0' } });
    fireEvent.change(field(licence), { target: { value: '' } });
    expect(field(licence).value).toBe('');
    expect(said(now)).toMatchObject({ provenance: { source: 'Helpful pairs', licence: null } });
  },
);

test('what was said before goes before what the archive says, and another word is another check', () => {
  const before = { source: null, licence: 'lab only' };
  expect(offeredProvenance(before, archive)).toEqual(before);
  expect(offeredProvenance(null, undefined)).toEqual({ source: null, licence: null });
  expect(sameProvenance(null, before)).toBe(true);
  expect(sameProvenance({ source: '', licence: 'lab only ' }, before)).toBe(true);
  expect(sameProvenance({ source: 'x', licence: 'lab only' }, before)).toBe(false);
});
