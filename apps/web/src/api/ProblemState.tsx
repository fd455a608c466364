import { useT } from '../i18n/use-i18n.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import { explainProblem } from './problem.ts';

export interface ProblemStateProps {
  error: unknown;
  /** What is not lost by the failure. */
  safe?: string;
  onRetry?: () => void;
}

/** A failed read or write, in the place where its result would stand. */
export function ProblemState({ error, safe, onRetry }: ProblemStateProps) {
  const t = useT();
  const problem = explainProblem(error, t);
  return (
    <ErrorState
      title={problem.title}
      detail={problem.detail}
      safe={safe}
      onRetry={onRetry}
      requestId={problem.requestId}
    />
  );
}
