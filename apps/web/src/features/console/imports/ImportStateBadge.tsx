import type { ImportJob } from '@pairwright/contract/imports';
import type { MessageKey } from '../../../i18n/keys.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import type { Tone } from '../../../ui/Badge.tsx';

const tones: Record<ImportJob['state'], Tone> = {
  uploading: 'accent',
  uploaded: 'neutral',
  checking: 'accent',
  checked: 'neutral',
  queued: 'accent',
  running: 'accent',
  succeeded: 'ok',
  failed: 'danger',
  cancelled: 'neutral',
};

export function ImportStateBadge({ job }: { job: Pick<ImportJob, 'state' | 'source'> }) {
  const t = useT();
  return <Badge tone={tones[job.state]}>{t(stateKey(job))}</Badge>;
}

/** A file that the server fetches is not uploaded by anybody. */
export function stateKey({ state, source }: Pick<ImportJob, 'state' | 'source'>): MessageKey {
  const fetched = source !== null && (state === 'uploading' || state === 'uploaded');
  return fetched ? `console-fetch.state_${state}` : `console-imports.state_${state}`;
}
