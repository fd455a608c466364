import type { Services } from '@pairwright/core/context';
import { sealSecrets } from '@pairwright/core/secrets/seal-secrets.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Seals secrets of earlier versions and of older keys with the key in use. */
export function secretsSealJob(services: Services): Handlers['secrets.seal'] {
  return async ({ log }) => {
    log.info(await sealSecrets(services), 'secrets were sealed with the key in use');
  };
}
