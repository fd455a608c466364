import { useLayoutEffect, useRef } from 'react';
import type { GuidelinesVersion } from '@pairwright/contract/projects';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/Badge.tsx';
import { IconButton } from '../../ui/Button.tsx';
import { Markdown } from '../../ui/markdown/Markdown.tsx';
import styles from './bench.module.css';
import { useKeys } from '../shortcuts/use-keys.ts';
import { ownGuidelines } from '../life/own-guidelines.ts';
import { passageLanguage } from '../pane/passage-language.ts';

export function GuidelinesDock({
  guidelines,
  onClose,
}: {
  guidelines: GuidelinesVersion;
  onClose: () => void;
}) {
  const t = useT();
  const keys = useKeys('guidelines', ['g']);
  const dock = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const element = dock.current;
    // Where there is no room beside the pair it covers it, and with it what had the focus.
    const behind = element?.previousElementSibling;
    if (behind != null && getComputedStyle(behind).visibility === 'hidden')
      element?.querySelector('button')?.focus();
    return () => {
      // Before it goes: the focus in it belongs to the button that brings it back.
      if (element?.contains(document.activeElement) === true)
        document.querySelector<HTMLElement>('[data-guidelines]')?.focus();
    };
  }, []);
  const { version } = guidelines;
  const markdown = ownGuidelines(guidelines, useLocale());
  return (
    <aside ref={dock} className={styles['dock']} aria-label={t('labeling.guidelines')}>
      <div className={styles['dockHead']}>
        <h2>{t('labeling.guidelines')}</h2>
        <Badge>{t('labeling.guidelines_version', { version })}</Badge>
        <IconButton
          icon="close"
          label={t('labeling.guidelines_close')}
          shortcut={keys.badge}
          aria-keyshortcuts={keys.aria}
          onClick={onClose}
        />
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
