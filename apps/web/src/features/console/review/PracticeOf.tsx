import { useQuery } from '@tanstack/react-query';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { PracticeCard } from '../comparisons/PracticeCard.tsx';

/** Makes the comparison at hand an example of the practice round. */
export default function PracticeOf({ params }: { params: { projectId: string; comparisonId: string } }) {
  const comparison = useQuery({ ...read('getComparison', { params }), refetchOnMount: 'always' });
  if (comparison.data === undefined)
    return comparison.error === null ? (
      <Skeleton lines={3} />
    ) : (
      <ProblemState error={comparison.error} onRetry={() => void comparison.refetch()} />
    );
  return <PracticeCard projectId={params.projectId} comparison={comparison.data} />;
}
