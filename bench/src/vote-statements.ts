import { submitStatement } from '@pairwright/core/annotate/submit-judgment.queries';
import { sessionSql } from '@pairwright/core/auth/caller.queries';
import { annotatorId, PROJECT_ID } from './vote-data.ts';
import { annotatorNumber, assignmentId, judgmentId } from './vote-stock.ts';

// pgbench takes :name as a variable wherever it stands, also within a text: hence the spaces.
const VIEW =
  '{"layout": "side_by_side","rendering": "markdown","widthClass": "wide","locale": "en","theme": "light","input": "key","visibleMs": 5000,"undoCount": 0,"guidelinesOpened": false,"seen": [1,1]}';

/**
 * The two statements of a vote over the number `n` of an assignment, those of the server with values in them: who asks and may
 * they, then submit. The server looks up those who ask side by side together; here each is looked up alone.
 */
export function voteStatements(n: string, per?: number): readonly [string, string] {
  const values: Record<string, string> = {
    $1: judgmentId(n),
    $2: `'${PROJECT_ID}'::uuid`,
    $3: assignmentId(n),
    $4: annotatorId(annotatorNumber(n, per)),
    $5: '1',
    $6: '1',
    $7: `'preference'`,
    $8: '2::smallint',
    $9: '(-2)::real',
    $10: 'null',
    $11: `'${VIEW}'::jsonb`,
    $12: '4000',
    $13: `sha256('payload'::bytea)`,
    $14: 'null',
    $15: 'null',
  };
  const session = sessionSql(
    `(select 1 as place, sha256(lpad((${annotatorNumber(n, per)})::text, 43, '0')::bytea) as hash, '${PROJECT_ID}'::uuid as project_id) asked`,
  );
  return [session, submitStatement.text.replaceAll(/\$\d+/g, (name) => values[name] ?? name)];
}
