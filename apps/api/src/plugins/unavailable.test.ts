import { ArtifactError, type ArtifactFault } from '@pairwright/runtime/artifacts/store';
import { expect, test } from 'vitest';
import { isUnavailable } from './unavailable.ts';

test('a store that cannot be used now is worth another try; a file that is not there is not', () => {
  const faults = [
    'unreachable',
    'busy',
    'no_bucket',
    'no_permission',
    'disk_full',
    'failed',
    'not_found',
    'bad_key',
  ] as const;
  const worth = (fault: ArtifactFault) => isUnavailable(new ArtifactError(fault, 'Said so.'));
  expect(faults.filter(worth)).toEqual(faults.slice(0, 6));
});
