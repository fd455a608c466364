import type { Answer } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { plainPair } from '@pairwright/domain/judgment/form';
import { missingParts } from '@pairwright/domain/judgment/missing';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { useState } from 'react';
import { startI18n } from '../../../i18n/i18n.ts';
import '../../../patience.fixture.ts';
import { emptyEntry } from '../../session/entries.ts';
import type { Entry } from '../../session/entries.ts';
import type { Work } from '../../session/session.ts';
import type { EntryDesk } from '../use-entry.ts';
import { GiveRow } from './GiveRow.tsx';
import { PartsPanel } from './PartsPanel.tsx';

const both = (en: string): { en: string; 'zh-CN': string } => ({ en, 'zh-CN': `中文 ${en}` });
const plain = plainPair({ points: 4, allowTie: false, allowBothBad: false, allowCannotJudge: true });
const form: QuestionForm = {
  ...plain,
  criteria: [
    {
      key: 'helpful',
      label: both('Helpful'),
      hint: null,
      points: 7,
      allowNotApplicable: false,
      required: true,
    },
    {
      key: 'harmless',
      label: both('Harmless'),
      hint: null,
      points: 3,
      allowNotApplicable: true,
      required: false,
    },
  ],
  ratings: [
    {
      key: 'correct',
      label: both('Correct'),
      hint: null,
      min: 0,
      max: 4,
      low: both('wrong'),
      high: both('right'),
      required: true,
    },
  ],
  safety: { required: true },
  rationale: {
    mode: 'required',
    minLength: 10,
    reasons: [
      { key: 'style', label: both('Style') },
      { key: 'facts', label: both('Facts') },
    ],
    reasonRequired: true,
  },
};

beforeAll(async () => startI18n(['labeling', 'labeling-parts', 'ui']));
afterEach(cleanup);

interface Rig {
  entry: () => Entry;
  given: ReturnType<typeof vi.fn>;
  answer: (answer: Answer) => void;
}

function show(asked: QuestionForm, responses = 2): Rig {
  let now: Entry = emptyEntry;
  let set: (entry: Entry) => void = () => undefined;
  const given = vi.fn<(entry: Entry) => void>();
  function Desk() {
    const [entry, setEntry] = useState<Entry>(emptyEntry);
    const [tries, setTries] = useState(0);
    now = entry;
    set = setEntry;
    const work: Work = {
      id: 'w',
      language: 'en',
      prompt: [],
      responses: Array.from({ length: responses }, () => ({ messages: [] })),
      judgeTurn: null,
      sensitive: [],
      question: { version: 1, text: both('Which?'), form: asked, createdAt: '' },
    };
    const missing = missingParts(asked, entry, responses);
    const desk: EntryDesk = {
      work,
      form: asked,
      decision: null,
      entry,
      missing,
      tries,
      draft: 'none',
      commentOpen: false,
      change: (by) => setEntry(by),
      undoChange: () => false,
      canUndoChange: false,
      giveAnswer: () => undefined,
      give: () => (missing.length === 0 ? given(entry) : setTries(tries + 1)),
      openComment: () => undefined,
      leaveComment: () => undefined,
    };
    return (
      <>
        <PartsPanel desk={desk} work={work} form={asked} />
        <GiveRow desk={desk} work={work} form={asked} />
      </>
    );
  }
  render(<Desk />);
  return {
    entry: () => now,
    given,
    answer: (answer) => set({ ...now, answer }),
  };
}

const press = (key: string): boolean =>
  fireEvent.keyDown(document.activeElement ?? document.body, {
    key,
    code: /\d/.test(key) ? `Digit${key}` : key,
  });
const focused = (): string | null =>
  document.activeElement?.closest('[role=radiogroup], [role=group]')?.getAttribute('aria-label') ?? null;

test('down goes from row to row, and a digit answers the row it stands in', () => {
  const rig = show(form);
  press('ArrowDown');
  expect(focused()).toBe('Helpful');
  press('3');
  press('ArrowDown');
  press('0');
  press('ArrowDown');
  expect(focused()).toBe('Correct, answer A');
  press('0');
  press('ArrowDown');
  press('4');
  press('ArrowUp');
  expect(focused()).toBe('Correct, answer A');
  press('ArrowDown');
  press('ArrowDown');
  expect(focused()).toBe('Safety');
  press('4');
  expect(rig.entry().details).toMatchObject({
    criteria: [
      { key: 'helpful', position: 3 },
      { key: 'harmless', position: null },
    ],
    ratings: [
      { key: 'correct', place: 0, value: 0 },
      { key: 'correct', place: 1, value: 4 },
    ],
    safe: [false, true],
  });
});

test('a digit that means nothing in its row goes no further, so that it never votes', () => {
  const rig = show(form);
  const heard = vi.fn<(event: Event) => void>();
  const listen = (event: Event): void => {
    if (!event.defaultPrevented) heard(event);
  };
  document.addEventListener('keydown', listen);
  press('ArrowDown');
  press('9');
  document.removeEventListener('keydown', listen);
  expect(heard).not.toHaveBeenCalled();
  expect(rig.entry().details.criteria).toEqual([]);
});

test('Backspace takes the answer of a row out again', () => {
  const rig = show(form);
  press('ArrowDown');
  press('3');
  press('Backspace');
  expect(rig.entry().details.criteria).toEqual([]);
});

test('words and reasons come after the choice', async () => {
  const rig = show(form);
  const words = (): HTMLElement => screen.getByRole('textbox', { name: 'Explanation' });
  expect(words()).toHaveProperty('disabled', true);
  expect(screen.getByRole('checkbox', { name: 'Style' })).toHaveProperty('disabled', true);
  screen.getByText('Choose first; then say why.');
  rig.answer({ outcome: 'scale', position: 2 });
  await waitFor(() => expect(words()).toHaveProperty('disabled', false));
  fireEvent.change(words(), { target: { value: 'Ärger 😀' } });
  screen.getByText('3 more characters are needed.');
  fireEvent.click(screen.getByRole('checkbox', { name: 'Facts' }));
  fireEvent.click(screen.getByRole('checkbox', { name: 'Style' }));
  expect(rig.entry().details.reasons, 'in the order of the form').toEqual(['style', 'facts']);
});

test('after a try the missing parts are named, the first has the focus, and Enter gives when all is there', async () => {
  const rig = show(form);
  rig.answer({ outcome: 'scale', position: 2 });
  fireEvent.click(await screen.findByRole('button', { name: /Submit/ }));
  expect(screen.getByRole('alert').textContent).toBe(
    'Still missing: Helpful, Correct, answer A, Correct, answer B, Safety, Reasons, and Explanation',
  );
  expect(focused()).toBe('Helpful');
  expect(screen.getByRole('radiogroup', { name: 'Helpful' }).getAttribute('aria-invalid')).toBe('true');
  for (const digit of ['1', '', '2', '2', '2']) {
    if (digit !== '') press(digit);
    press('ArrowDown');
  }
  fireEvent.click(screen.getByRole('checkbox', { name: 'Style' }));
  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'long enough' } });
  expect(screen.getByRole('alert').textContent).toBe('');
  screen.getByRole('checkbox', { name: 'Style' }).focus();
  press('Enter');
  expect(rig.given).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ rationale: 'long enough', answer: { outcome: 'scale', position: 2 } }),
  );
});

test('a long list of flags is folded and searched; a severity is a flag, no takes it back', () => {
  const flags = Array.from({ length: 19 }, (_, index) => ({
    key: `harm_${index}`,
    label: both(index === 7 ? 'Cybercrime' : `Harm ${index}`),
    hint: null,
    severities: [both('Minor'), both('Moderate'), both('Severe')],
  }));
  const rig = show({ ...plain, flags });
  expect(screen.queryByRole('radiogroup', { name: 'Cybercrime, Answer B' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: /^Show all 19 flags.*Answer B$/ }));
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'cyber' } });
  const row = screen.getByRole('radiogroup', { name: 'Cybercrime, Answer B' });
  expect(screen.getAllByRole('radiogroup')).toEqual([row]);
  within(row).getByRole('radio', { name: 'No' }).focus();
  press('3');
  expect(rig.entry().details.flags).toEqual([{ key: 'harm_7', place: 1, severity: 3 }]);
  fireEvent.click(screen.getByRole('button', { name: /^Show only those set.*Answer B$/ }));
  screen.getByRole('radiogroup', { name: 'Cybercrime, Answer B' });
  screen.getByText('Severe');
  fireEvent.click(screen.getByRole('radio', { name: 'No' }));
  expect(rig.entry().details.flags).toEqual([]);
});

test('flags without severities are yes or no', () => {
  const rig = show({ ...plain, flags: [{ key: 'spam', label: both('Spam'), hint: null, severities: [] }] });
  const row = screen.getByRole('radiogroup', { name: 'Spam, Answer A' });
  fireEvent.click(within(row).getByRole('radio', { name: 'Yes' }));
  expect(rig.entry().details.flags).toEqual([{ key: 'spam', place: 0, severity: null }]);
});

test('with three answers each is safe or not, and it counts when all three are said', () => {
  const rank: QuestionForm = {
    ...plain,
    main: { kind: 'rank', allowTies: true, allowUnacceptable: false, topK: null, allowCannotJudge: false },
    safety: { required: true },
  };
  const rig = show(rank, 3);
  for (const [letter, name] of [
    ['A', 'Safe'],
    ['C', 'Unsafe'],
  ] as const)
    fireEvent.click(
      within(screen.getByRole('radiogroup', { name: `Safety, answer ${letter}` })).getByRole('radio', {
        name,
      }),
    );
  expect(rig.entry().details.safe).toBeNull();
  fireEvent.click(
    within(screen.getByRole('radiogroup', { name: 'Safety, answer B' })).getByRole('radio', { name: 'Safe' }),
  );
  expect(rig.entry().details.safe).toEqual([true, true, false]);
});

test('ratings alone make the answer', () => {
  const single: QuestionForm = {
    ...plain,
    main: { kind: 'single', ask: 'rating', stopAtFirstError: false, allowCannotJudge: false },
    ratings: form.ratings,
  };
  const rig = show(single, 1);
  press('ArrowDown');
  press('2');
  expect(rig.entry()).toMatchObject({
    answer: { outcome: 'rated' },
    details: { ratings: [{ key: 'correct', place: 0, value: 2 }] },
  });
});
