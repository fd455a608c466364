import { ArtifactError, type ArtifactFault } from './store.ts';

const ADVICE: Partial<Record<ArtifactFault, string>> = {
  not_found: 'it does not exist',
  no_bucket: 'the bucket does not exist; make it or correct S3_BUCKET',
  no_permission:
    'the store refuses these keys; correct S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY or the bucket policy',
  unreachable: 'the store cannot be reached; correct S3_ENDPOINT or start it',
  busy: 'the store asks to come back later',
  disk_full: 'the store is full',
};

/** What went wrong, in our words; the cause says what the store said. */
export function s3Error(action: string, what: string, error: unknown): ArtifactError {
  if (error instanceof ArtifactError) return error;
  const fault = faultOf(error);
  const say = ADVICE[fault] ?? (error instanceof Error ? error.message : String(error));
  return new ArtifactError(fault, `Cannot ${action} ${what}: ${say}.`, error);
}

const AWAY =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|EPIPE|EHOSTUNREACH|ERR_STREAM_PREMATURE_CLOSE)$/;

function faultOf(error: unknown): ArtifactFault {
  const { name, code, $metadata } = error as {
    name?: string;
    code?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  if (name === 'NoSuchBucket') return 'no_bucket';
  if (name === 'NoSuchKey' || name === 'NotFound' || status === 404) return 'not_found';
  if (status === 401 || status === 403) return 'no_permission';
  if (status === 507 || name === 'XMinioStorageFull') return 'disk_full';
  if (status === 429 || status === 503 || name === 'SlowDown') return 'busy';
  if (AWAY.test(code ?? '') || name === 'TimeoutError') return 'unreachable';
  return 'failed';
}
