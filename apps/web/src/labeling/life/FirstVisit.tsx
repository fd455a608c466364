import type { AnnotatorProject } from '@pairwright/contract/annotate';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Markdown } from '../../ui/markdown/Markdown.tsx';
import { passageLanguage } from '../pane/passage-language.ts';
import styles from './life.module.css';
import { ownGuidelines } from './own-guidelines.ts';

/** The guidelines for somebody who has not read them here. It waits for nobody and can be put off. */
export function FirstVisit({ project, onRead }: { project: AnnotatorProject; onRead: () => void }) {
  const t = useT();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [later, setLater] = useState(false);
  const { version } = project.guidelines;
  const markdown = ownGuidelines(project.guidelines, useLocale());
  const written = markdown.trim() !== '';
  // Those who have judged here know the tools.
  const practise = project.judged === 0;
  if (later || !(written || practise)) return null;
  return (
    <section className={styles['strip']} aria-labelledby={id}>
      <h2 id={id}>{written ? t('labeling-life.first', { version }) : t('labeling-life.first_practice')}</h2>
      {open ? (
        <div className={styles['text']} tabIndex={0} role="group" aria-labelledby={id}>
          <div lang={passageLanguage(markdown, null)}>
            <Markdown text={markdown} />
          </div>
        </div>
      ) : null}
      <span className="row">
        {written ? (
          <>
            <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
              {t(open ? 'labeling-life.first_close' : 'labeling-life.first_open')}
            </Button>
            <Button size="small" variant={open ? 'primary' : 'quiet'} onClick={onRead}>
              {t('labeling-life.read')}
            </Button>
          </>
        ) : null}
        {practise ? (
          <Link href={paths.practice(project.id)} className={buttonClass('quiet', 'small')}>
            {t('labeling-life.practise')}
          </Link>
        ) : null}
        <Button size="small" variant="quiet" onClick={() => setLater(true)}>
          {t('labeling-life.later')}
        </Button>
      </span>
    </section>
  );
}
