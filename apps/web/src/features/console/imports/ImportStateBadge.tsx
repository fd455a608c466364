import type { ImportJob } from '@pairwright/contract/imports';
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

export function ImportStateBadge({ state }: { state: ImportJob['state'] }) {
  const t = useT();
  return <Badge tone={tones[state]}>{t(`console-imports.state_${state}`)}</Badge>;
}
