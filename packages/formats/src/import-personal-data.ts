import type { PersonalDataPolicy } from '@pairwright/contract/personal-data';
import type { FaultDetail } from './import-faults.ts';
import type { ImportRow } from './import-types.ts';
import { maskMessages, personalKindsOf } from './personal-data.ts';

export type TreatedRow =
  | { readonly ok: true; readonly row: ImportRow; readonly masked: boolean }
  | { readonly ok: false; readonly faults: readonly FaultDetail[] };

/**
 * A row under the policy of its import. Prompt and responses are looked at; metadata, explanations and past votes are not.
 * A fault names the kinds and never the data itself.
 */
export function treatPersonalData(row: ImportRow, policy: PersonalDataPolicy): TreatedRow {
  if (policy === 'keep') return { ok: true, row, masked: false };
  const texts = [
    ['$.messages', row.prompt] as const,
    ...row.responses.map(({ messages }, index) => [`$.responses[${index}]`, messages] as const),
  ];
  const found = texts
    .map(([path, messages]) => ({ path, kinds: personalKindsOf(messages) }))
    .filter(({ kinds }) => kinds.length > 0);
  if (found.length === 0) return { ok: true, row, masked: false };
  if (policy === 'refuse')
    return {
      ok: false,
      faults: found.map(({ path, kinds }) => ({ path, value: kinds.join(', '), code: 'personal_data' })),
    };
  return {
    ok: true,
    masked: true,
    row: {
      ...row,
      prompt: maskMessages(row.prompt),
      responses: row.responses.map((response) => ({
        ...response,
        messages: maskMessages(response.messages),
      })),
    },
  };
}
