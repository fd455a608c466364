import type { GuidelinesVersion } from '@pairwright/contract/projects';
import { useT } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/Badge.tsx';
import { IconButton } from '../../ui/Button.tsx';
import { Markdown } from '../../ui/markdown/Markdown.tsx';
import styles from './bench.module.css';
import { passageLanguage } from '../pane/passage-language.ts';

export function GuidelinesDock({
  guidelines,
  onClose,
}: {
  guidelines: GuidelinesVersion;
  onClose: () => void;
}) {
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
