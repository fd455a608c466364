import { Problem } from '@pairwright/contract/errors';

/** Nothing is asked of anybody about a comparison that is out of work. */
export function stillWithdrawn(): Problem {
  return new Problem('wrong_state', {
    detail: 'This comparison is withdrawn. Return it, or its batch, to work first.',
  });
}
