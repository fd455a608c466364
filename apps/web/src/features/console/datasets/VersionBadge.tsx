import type { ExportJob } from '@pairwright/contract/datasets';
import { useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import type { Tone } from '../../../ui/Badge.tsx';

const tones: Record<ExportJob['state'], Tone> = {
  queued: 'accent',
  running: 'accent',
  ready: 'ok',
  failed: 'danger',
  cancelled: 'neutral',
};

/** The state of a version or of an export. */
export function VersionBadge({ state }: { state: ExportJob['state'] }) {
  const t = useT();
  return <Badge tone={tones[state]}>{t(`console-datasets.state_${state}`)}</Badge>;
}
