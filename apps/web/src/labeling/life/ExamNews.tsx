import type { AnnotatorProject } from '@pairwright/contract/annotate';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useSyncExternalStore } from 'react';
import { Link } from 'wouter';
import { read, useWrite } from '../../api/queries.ts';
import { ExamResult } from '../../features/my-work/ExamResult.tsx';
import { useT } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import type { Controller } from '../session/controller.ts';
import { currentId } from '../session/session.ts';
import styles from './life.module.css';

/** Says that the exam is passed, above the first pairs of the ordinary work, until the person has read it. */
export function ExamNews({ project, controller }: { project: AnnotatorProject; controller: Controller }) {
  const t = useT();
  const id = useId();
  const input = { params: { projectId: project.id } };
  const { data, refetch } = useQuery({ ...read('getMyExam', input), refetchOnMount: 'always' });
  const see = useWrite('seeMyExam', ['getMyExam']);
  const current = useSyncExternalStore(controller.subscribe, () => currentId(controller.state()));
  const open = data !== undefined && !data.qualified;
  useEffect(() => {
    // Which pair is the first after the exam only the server knows.
    if (open && current !== null) void refetch();
  }, [open, current, refetch]);
  if (data?.last?.passed !== true || data.last.seen) return null;
  return (
    <section className={styles['card']} aria-labelledby={id}>
      <h2 id={id}>{t('work-life.exam_how')}</h2>
      <ExamResult exam={data} />
      <span className="row">
        <Button size="small" variant="primary" busy={see.isPending} onClick={() => see.mutate(input)}>
          {t('work-life.exam_read')}
        </Button>
        {data.answers === null ? null : (
          <Link href={paths.exam(project.id)} className={buttonClass('quiet', 'small')}>
            {t('work-life.exam_see_answers')}
          </Link>
        )}
      </span>
    </section>
  );
}
