import { describe, expect, it } from 'vitest';
import { withoutValues } from './trace-queries.ts';

describe('the statement of a span', () => {
  it('has no values, and keeps names and parameters', () => {
    expect(
      withoutValues(
        `select a1, 'it''s a secret' as x\n  from t where id = $1 and n > 12.5 and name = 'and another'`,
      ),
    ).toBe('select a1, ? as x from t where id = $1 and n > ? and name = ?');
  });

  it('lets nothing out of a text that is cut off', () => {
    const long = `select '${'secret '.repeat(1_000)}'`;
    expect(withoutValues(long)).toBe('select ?');
  });
});
