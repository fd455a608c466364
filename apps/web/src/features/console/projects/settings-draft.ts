import type { ProjectSettings, SharedOverlap } from '@pairwright/contract/projects';
import { wholeIn } from './question-draft.ts';

export const mostHours = 8760;

/** What stands in the fields of a project's settings. */
export interface SettingsDraft extends Readonly<Record<string, string>> {
  readonly name: string;
  readonly description: string;
  readonly target: string;
  /** In percent; empty: all comparisons get as many judgments. */
  readonly share: string;
  readonly sharedTarget: string;
  readonly lease: string;
  /** Empty: no end but the archive. */
  readonly editHours: string;
}

export function draftOf(project: ProjectSettings): SettingsDraft {
  return {
    name: project.name,
    description: project.description,
    target: String(project.targetJudgments),
    share: String(project.shared?.percent ?? ''),
    sharedTarget: String(project.shared?.judgments ?? ''),
    lease: String(project.leaseMinutes),
    editHours: project.editHours === null ? '' : String(project.editHours),
  };
}

/** The setting that each field is of. */
const settingOf: Readonly<Record<string, keyof ProjectSettings>> = {
  name: 'name',
  description: 'description',
  target: 'targetJudgments',
  share: 'shared',
  sharedTarget: 'shared',
  lease: 'leaseMinutes',
  editHours: 'editHours',
};

/** What fields stand for, or null while one of them is not right. */
export function settingsIn(draft: SettingsDraft): ProjectSettings | null {
  const { name, description, target, lease, editHours: hours } = draft;
  const targetJudgments = wholeIn(target, 1, 100);
  const leaseMinutes = wholeIn(lease, 1, 1440);
  const editHours = hours.trim() === '' ? null : wholeIn(hours, 1, mostHours);
  if (targetJudgments === null || leaseMinutes === null || name.trim() === '') return null;
  if (editHours === null && hours.trim() !== '') return null;
  const shared = sharedOf(draft);
  if (shared === undefined) return null;
  return { name, description, targetJudgments, shared, leaseMinutes, editHours };
}

/**
 * What to send: the settings whose fields were changed, and what they were changed from, so that nobody's are overwritten.
 * Null while a field is not right.
 */
export function changesOf(
  draft: SettingsDraft,
  base: SettingsDraft,
  changed: readonly string[],
): (Partial<ProjectSettings> & { before: Partial<ProjectSettings> }) | null {
  const now = settingsIn(draft);
  if (now === null) return null;
  const of = new Set(changed.map((field) => settingOf[field]));
  const only = (settings: ProjectSettings | null): Partial<ProjectSettings> =>
    Object.fromEntries(
      Object.entries(settings ?? {}).filter(([key]) => of.has(key as keyof ProjectSettings)),
    );
  return { ...only(now), before: only(settingsIn(base)) };
}

/** No share of the comparisons gets more judgments than the others. */
export function sharesNone({ share }: SettingsDraft): boolean {
  return share.trim() === '';
}

/** Undefined while a field is not right. */
function sharedOf(draft: SettingsDraft): SharedOverlap | null | undefined {
  if (sharesNone(draft)) return null;
  const percent = wholeIn(draft.share, 1, 100);
  const judgments = wholeIn(draft.sharedTarget, leastShared(draft), 100);
  return percent === null || judgments === null ? undefined : { percent, judgments };
}

export function leastShared({ target }: SettingsDraft): number {
  return (wholeIn(target, 1, 99) ?? 1) + 1;
}
