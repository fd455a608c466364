import type { Fault } from '@pairwright/contract/errors';
import { expect, test } from 'vitest';
import type { Translate } from '../i18n/use-i18n.ts';
import { ApiProblem } from './client.ts';
import { explainProblem } from './problem.ts';

const t = ((key: string) => `<${key}>`) as unknown as Translate;

function detailOf(...faults: Fault[]): string | undefined {
  const body = {
    type: '',
    title: '',
    status: 400,
    code: 'invalid_request',
    detail: 'In English.',
    faults,
  } as const;
  return explainProblem(new ApiProblem(body), t).detail;
}

const fault = (code?: Fault['code']): Fault => ({
  path: 'body.address',
  rule: 'English',
  ...(code === undefined ? {} : { code }),
});

test('faults that have a code are said in the reader’s language, all others by the server', () => {
  expect(detailOf(fault('address_not_allowed'))).toBe('<problem.fault_address_not_allowed>');
  expect(detailOf(fault('bad_address'), fault('name_unknown'))).toBe(
    '<problem.fault_bad_address> <problem.fault_name_unknown>',
  );
  expect(detailOf(fault('bad_address'), fault())).toBe('In English.');
  expect(detailOf(fault('of_a_later_server' as Fault['code']))).toBe('In English.');
  expect(detailOf()).toBe('In English.');
});
