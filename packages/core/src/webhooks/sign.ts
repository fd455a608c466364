import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';

/** 32 random bytes. */
export function newSigningSecret(): Buffer {
  return randomBytes(32);
}

/** As receivers get it, by the open specification “Standard Webhooks”. */
export function writtenSecret(secret: Buffer): string {
  return `${PREFIX}${secret.toString('base64')}`;
}

export interface Signed {
  readonly id: string;
  /** Seconds since 1970, of this try. */
  readonly timestamp: number;
  readonly body: string;
}

/** The three headers of the specification; during a rotation one signature for each secret. */
export function signatureHeaders(
  { id, timestamp, body }: Signed,
  secrets: readonly Buffer[],
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const said = `${id}.${timestamp}.${body}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': secrets
      .map((secret) => `v1,${createHmac('sha256', secret).update(said, 'utf8').digest('base64')}`)
      .join(' '),
  };
}
