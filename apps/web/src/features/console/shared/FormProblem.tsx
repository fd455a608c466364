import { explainProblem } from '../../../api/problem.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { faultsByField, isSaidInline } from './faults.ts';

interface Props {
  error: unknown;
  /** Fields of the form that show their own faults. */
  fields?: readonly string[];
  safe?: string;
}

/** What the server refused, unless the fields say it all. */
export function FormProblem({ error, fields = [], safe }: Props) {
  const t = useT();
  if (error === null || isSaidInline(error, faultsByField(error, t), fields)) return null;
  const problem = explainProblem(error, t);
  return (
    <ErrorState title={problem.title} detail={problem.detail} safe={safe} requestId={problem.requestId} />
  );
}
