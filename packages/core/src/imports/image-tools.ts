import { hash } from 'node:crypto';
import type { ImageTools } from '@pairwright/formats/import-images';

export const imageTools: ImageTools = {
  decode(base64) {
    const bytes = Buffer.from(base64, 'base64');
    // The decoder skips what it does not know; what was skipped is missing when written again.
    return bytes.toString('base64') === base64 ? bytes : null;
  },
  sha256: (bytes) => hash('sha256', bytes, 'hex'),
};
