import type { AnnotatorProject } from '@pairwright/contract/annotate';
import { useState } from 'react';
import { ownSetting, parsed } from '../../device/own-settings.ts';
import { preferences, setPreferences } from './preferences.ts';

export interface Guidelines {
  /** This person has not opened this version on this device. */
  isNew: boolean;
  toggle: () => void;
}

export function useGuidelines({ id, guidelines }: AnnotatorProject): Guidelines {
  const [isNew, setNew] = useState(() => isNewVersion(id, guidelines.version));
  return {
    isNew,
    toggle: () => {
      setPreferences({ dockOpen: !preferences().dockOpen });
      rememberVersion(id, guidelines.version);
      setNew(false);
    },
  };
}

/** By project, the newest version that this person opened on this device. */
const opened = ownSetting<Readonly<Record<string, number>>>('guidelines-seen', (text) => {
  const kept = parsed(text);
  return typeof kept === 'object' && kept !== null ? (kept as Record<string, number>) : {};
});

function isNewVersion(projectId: string, version: number): boolean {
  return (opened.get()[projectId] ?? 0) < version;
}

function rememberVersion(projectId: string, version: number): void {
  opened.set({ ...opened.get(), [projectId]: version });
}
