import type { ImportFindings } from '@pairwright/contract/import-findings';
import type { ImportJob } from '@pairwright/contract/imports';
import { expectedJudgments } from '@pairwright/domain/overlap';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { Figures } from '../shared/Figures.tsx';

/** Judgments, hours of reading and pay that the comparisons of a run would ask for, as the project is now. */
export function EffortFigures({ job, findings }: { job: ImportJob; findings: ImportFindings }) {
  const t = useT();
  const formats = useFormats();
  const locale = useLocale();
  const { data: project } = useQuery(read('getProject', { params: { projectId: job.projectId } }));
  if (project === undefined || job.comparisonsPlanned === null || job.comparisonsPlanned === 0) return null;
  const judgments = expectedJudgments(job.comparisonsPlanned, {
    target: project.targetJudgments,
    shared: project.shared,
  });
  const hours =
    findings.readingSeconds === null ? null : Math.ceil((judgments * findings.readingSeconds) / 3600);
  const { pay } = project;
  const cost =
    pay === null
      ? null
      : new Intl.NumberFormat(locale, { style: 'currency', currency: pay.currency }).format(
          (judgments * pay.perJudgmentMicros) / 1e6,
        );
  const none = t('console-imports.not_known');
  return (
    <Figures
      label={t('console-imports.effort')}
      items={[
        {
          label: t('console-imports.judgments_wanted'),
          value: formats.number(judgments),
          hint: t(
            project.shared === null
              ? 'console-imports.judgments_wanted_hint'
              : 'console-imports.judgments_wanted_shared',
            { target: project.targetJudgments },
          ),
        },
        {
          label: t('console-imports.hours'),
          value: hours === null ? none : formats.number(hours),
          hint: t('console-imports.hours_hint'),
        },
        {
          label: t('console-imports.cost'),
          value: cost ?? none,
          hint: t(cost === null ? 'console-imports.cost_none_hint' : 'console-imports.cost_hint'),
        },
      ]}
    />
  );
}
