import { templateQuestions } from '@pairwright/domain/templates';
import type { ProjectTemplate } from '@pairwright/contract/projects';
import { useId } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import styles from './scale.module.css';
import { MainPreview } from './ScalePreview.tsx';
import { templateNames } from './question-draft.ts';

interface Props {
  value: ProjectTemplate;
  onChange: (template: ProjectTemplate) => void;
}

export function TemplatePicker({ value, onChange }: Props) {
  const t = useT();
  const name = useId();
  return (
    <fieldset>
      <legend className={styles['legend']}>{t('console-projects.template')}</legend>
      <div className={styles['templates']}>
        {templateNames.map((template) => (
          <div key={template} className={styles['template']}>
            <label className={styles['templateHead']}>
              <input
                type="radio"
                name={name}
                value={template}
                checked={template === value}
                aria-describedby={`${name}-${template}`}
                onChange={() => onChange(template)}
              />
              {t(`console-projects.template_${template}`)}
            </label>
            <p id={`${name}-${template}`} className="muted">
              {t(`console-projects.template_${template}_hint`)}
            </p>
            <MainPreview main={templateQuestions[template].form.main} />
          </div>
        ))}
      </div>
    </fieldset>
  );
}
