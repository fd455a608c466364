import type { GuidelinesVersion } from '@pairwright/contract/projects';
import { useT } from '../i18n/use-i18n.ts';
import { Badge } from '../ui/Badge.tsx';
import { IconButton } from '../ui/Button.tsx';
import { Markdown } from '../ui/markdown/Markdown.tsx';
import styles from './bench.module.css';
import { passageLanguage } from './passage-language.ts';

export function GuidelinesDock({ guidelines, onClose }: { guidelines: GuidelinesVersion; onClose: () => void }) {
  const t = useT();
  const { markdown, version } = guidelines;
  return (
    <aside className={styles['dock']} aria-label={t('labeling.guidelines')}>
      <div className={styles['dockHead']}>
        <h2>{t('labeling.guidelines')}</h2>
        <Badge>{t('labeling.guidelines_version', { version })}</Badge>
        <IconButton icon="close" label={t('labeling.guidelines_close')} shortcut="G" onClick={onClose} />
      </div>
      <div className={styles['dockBody']} tabIndex={0} role="group" aria-label={t('labeling.guidelines')}>
        {markdown.trim() === '' ? (
          <p className="muted">{t('labeling.guidelines_none')}</p>
        ) : (
          <div lang={passageLanguage(markdown, null)}>
            <Markdown text={markdown} />
          </div>
        )}
      </div>
    </aside>
  );
}

const storageKey = (projectId: string): string => `pairwright.guidelines.${projectId}`;

/** Whether this version has not been opened on this device. */
export function isNewVersion(projectId: string, version: number): boolean {
  try {
    return Number(localStorage.getItem(storageKey(projectId)) ?? '0') < version;
  } catch {
    return false;
  }
}

export function rememberVersion(projectId: string, version: number): void {
  try {
    localStorage.setItem(storageKey(projectId), String(version));
  } catch {
    // Storage may be forbidden; the badge then comes back.
  }
}
