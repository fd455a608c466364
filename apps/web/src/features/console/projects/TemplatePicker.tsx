import { templateFamilies, templateQuestions } from '@pairwright/domain/templates';
import type { TemplateFamily } from '@pairwright/domain/templates';
import type { ProjectTemplate } from '@pairwright/contract/projects';
import { useId } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { PartFacts } from './form/FormFacts.tsx';
import styles from './scale.module.css';
import { MainPreview } from './ScalePreview.tsx';

interface Props {
  value: ProjectTemplate;
  onChange: (template: ProjectTemplate) => void;
}

const families = Object.keys(templateFamilies) as TemplateFamily[];

/** All templates by family, each with its main question in little and what stands beside it. */
export function TemplatePicker({ value, onChange }: Props) {
  const t = useT();
  const name = useId();
  return (
    <fieldset className={styles['families']}>
      <legend className={styles['legend']}>{t('console-question.templates')}</legend>
      <p className="muted">{t('console-question.templates_why')}</p>
      {families.map((family) => (
        <div key={family} role="group" aria-labelledby={`${name}-${family}`}>
          <h3 id={`${name}-${family}`} className={styles['family']}>
            {t(`console-question.family_${family}`)}
          </h3>
          <div className={styles['templates']}>
            {templateFamilies[family].map((template) => (
              <Template
                key={template}
                template={template}
                name={name}
                checked={template === value}
                onChoose={() => onChange(template)}
              />
            ))}
          </div>
        </div>
      ))}
    </fieldset>
  );
}

interface TemplateProps {
  template: ProjectTemplate;
  /** Of the radio group. */
  name: string;
  checked: boolean;
  onChoose: () => void;
}

function Template({ template, name, checked, onChoose }: TemplateProps) {
  const t = useT();
  const { form } = templateQuestions[template];
  return (
    <div className={styles['template']}>
      <label className={styles['templateHead']}>
        <input
          type="radio"
          name={name}
          value={template}
          checked={checked}
          aria-describedby={`${name}-${template}`}
          onChange={onChoose}
        />
        {t(`console-question.template_${template}`)}
      </label>
      <p id={`${name}-${template}`} className="muted">
        {t(`console-question.template_${template}_hint`)}
      </p>
      <MainPreview main={form.main} />
      <PartFacts form={form} />
    </div>
  );
}
