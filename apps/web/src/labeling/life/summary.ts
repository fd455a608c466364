import type { SittingSummary } from '../../features/my-work/last-sitting.ts';
import type { Controller } from '../session/controller.ts';

/** What came of a sitting so far. What was taken back is not in it. */
export function summaryOf(controller: Controller, projectName: string): SittingSummary {
  const { judged, handled } = controller.state();
  return {
    projectName,
    judged: Math.max(0, judged),
    skipped: Math.max(0, handled - judged),
    activeMs: controller.attention.total(performance.now()),
    breaks: controller.breaks(),
  };
}
