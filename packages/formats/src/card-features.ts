import type { ExportFormat } from '@pairwright/contract/datasets';

/** The columns of a format with the types of the `datasets` library: nulls at the start of a file then do no harm. */
type Feature = { readonly name: string; readonly dtype: string } | { readonly name: string; readonly list: readonly Feature[] } | { readonly name: string; readonly sequence: string };

const messages = (name: string): Feature => ({ name, list: [{ name: 'role', dtype: 'string' }, { name: 'content', dtype: 'string' }] });
const text = (name: string): Feature => ({ name, dtype: 'string' });
const whole = (name: string): Feature => ({ name, dtype: 'int64' });
const float = (name: string): Feature => ({ name, dtype: 'float64' });

const voteFeatures: readonly Feature[] = [
  text('judgment_id'), text('comparison_id'), text('project'), text('prompt_id'), text('prompt_external_id'), messages('prompt'),
  { name: 'responses', list: [text('id'), text('model'), messages('messages')] }, text('annotator'), { name: 'presented_order', sequence: 'int64' },
  text('outcome'), whole('position'), whole('points'), float('strength'), text('rationale'), whole('question_version'), whole('guidelines_version'),
  whole('active_ms'), text('view'), text('created_at'), text('supersedes'), { name: 'counted', dtype: 'bool' }, text('not_counted_because'),
];

function featuresOf(format: ExportFormat, withMargin: boolean): readonly Feature[] {
  if (format === 'votes') return voteFeatures;
  const columns = format === 'trl-implicit' ? ['chosen', 'rejected'] : ['prompt', 'chosen', 'rejected'];
  return [text('id'), ...columns.map(messages), ...(withMargin ? [float('margin')] : [])];
}

function yamlLines(features: readonly Feature[], indent: string): string[] {
  return features.flatMap((feature) => {
    const head = `${indent}- name: ${feature.name}`;
    if ('dtype' in feature) return [head, `${indent}  dtype: ${feature.dtype}`];
    if ('sequence' in feature) return [head, `${indent}  sequence: ${feature.sequence}`];
    return [head, `${indent}  list:`, ...yamlLines(feature.list, `${indent}  `)];
  });
}

/** The `dataset_info` block of the card's front matter. */
export function featuresYaml(format: ExportFormat, withMargin: boolean): string {
  return ['dataset_info:', '  features:', ...yamlLines(featuresOf(format, withMargin), '  ')].join('\n');
}
