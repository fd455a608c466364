import type { Services } from '@pairwright/core/context';
import { sealAnew } from '@pairwright/core/secrets/seal-anew.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Seals secrets of earlier versions and of older keys with the key in use. */
export function secretsSealJob(services: Services): Handlers['secrets.seal'] {
  return async ({ log }) => {
    log.info(await sealAnew(services), 'secrets were sealed with the key in use');
  };
}
