import type { Project } from '@pairwright/contract/projects';
import { useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import type { Tone } from '../../../ui/Badge.tsx';

const tones: Record<Project['state'], Tone> = { active: 'ok', paused: 'warn', archived: 'neutral' };

export function StateBadge({ state }: { state: Project['state'] }) {
  const t = useT();
  return <Badge tone={tones[state]}>{t(`console.state_${state}`)}</Badge>;
}
