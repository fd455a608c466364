import type { AnnotatorProject } from '@pairwright/contract/annotate';
import { useState } from 'react';
import { preferences, setPreferences } from './preferences.ts';

export interface Guidelines {
  /** This version has not been opened on this device. */
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

const storageKey = (projectId: string): string => `pairwright.guidelines.${projectId}`;

function isNewVersion(projectId: string, version: number): boolean {
  try {
    return Number(localStorage.getItem(storageKey(projectId)) ?? '0') < version;
  } catch {
    return false;
  }
}

function rememberVersion(projectId: string, version: number): void {
  try {
    localStorage.setItem(storageKey(projectId), String(version));
  } catch {
    // Storage may be forbidden; the badge then comes back.
  }
}
