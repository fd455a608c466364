/**
 * Which texts inside of a value people or files wrote: by the key that they stand under, with how many characters the shape
 * allows there; and the objects whose keys are such texts. `anything`: every text of it, and `keys` of it as well.
 */
export type Places =
  | 'anything'
  | 'anything with its keys'
  | {
      readonly texts: Readonly<Record<string, number>>;
      readonly keysOf?: Readonly<Record<string, number>>;
    };

const LONG = Number.POSITIVE_INFINITY;
const texts = (longest: number, ...names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(names.map((name) => [name, longest]));

const messages: Places = { texts: texts(LONG, 'content', 'name', 'arguments', 'alt') };
const failure: Places = { texts: texts(LONG, 'message', 'fix') };
const recipe: Places = { texts: texts(200, 'languages', 'categories', 'sources', 'models') };
const columnsOfFile = ['column', 'input', 'system', 'history', 'list', 'content', 'item', 'steps'] as const;
const said = ['model', 'id', 'pairId', 'language', 'category', 'source', 'rationale', 'createdAt'] as const;
const mapping: Places = {
  texts: {
    ...texts(500, ...columnsOfFile, ...said, 'keys'),
    ...texts(200, 'name', 'up', 'down', 'right', 'wrong', 'config', 'split', 'file'),
  },
  keysOf: texts(200, 'values', 'keys', 'roles'),
};
const answered: Places = { texts: { ...texts(LONG, 'content', 'rationale'), quote: 20_000, note: 2_000 } };
const found: Places = {
  texts: texts(LONG, 'model', 'name', 'words', 'promptExcerpt', 'categories', 'teams', 'islands'),
};

/** Columns of JSON, and of lists of texts, that hold what people or files wrote. */
export const writtenInside: Readonly<Record<string, Places>> = {
  'audit_events.after': 'anything',
  'audit_events.before': 'anything',
  'audit_private.data': 'anything',
  'batches.skills': 'anything',
  'batches.only_for': 'anything',
  'comparisons.metadata': 'anything with its keys',
  'comparisons.only_for': 'anything',
  'dataset_texts.messages': messages,
  'dataset_versions.error': failure,
  'dataset_versions.facts': {
    texts: texts(LONG, 'name', 'en', 'zh', 'markdown', 'licences', 'languages', 'annotator'),
  },
  'dataset_versions.recipe': recipe,
  'datasets.recipe': recipe,
  'drafts.body': answered,
  'exclusions.error': failure,
  'exports.error': failure,
  'gold_items.explanation': { texts: texts(LONG, 'en', 'zh-CN') },
  'health_reports.error': failure,
  'health_reports.recipe': recipe,
  'health_reports.result': found,
  'import_mappings.mapping': mapping,
  'imports.error': failure,
  'imports.findings': { texts: texts(LONG, 'file') },
  'imports.notes': { texts: texts(LONG, 'message') },
  'imports.pairing': { texts: texts(200, 'model') },
  'imports.provenance': { texts: texts(200, 'source', 'licence') },
  'imports.reading': mapping,
  'imports.source': { texts: texts(LONG, 'address') },
  'invites.teams': 'anything',
  'judgments.details': answered,
  'project_members.languages': 'anything',
  'project_members.skills': 'anything',
  'project_members.teams': 'anything',
  'projects.routing': { texts: texts(60, 'categorySkills'), keysOf: texts(200, 'categorySkills') },
  'prompts.messages': messages,
  'prompts.metadata': 'anything with its keys',
  'questions.form': { texts: texts(120, 'en', 'zh-CN') },
  'responses.messages': messages,
  'responses.metadata': 'anything with its keys',
  'review_events.facts': { texts: texts(LONG, 'because', 'reason', 'message') },
  'statistics.error': failure,
  'statistics.options': {
    texts: { ...texts(200, 'category'), ...texts(35, 'language'), ...texts(60, 'team') },
  },
  'statistics.result': found,
  'webhook_tries.headers': 'anything with its keys',
};

/** Numbers, ids, states, keys of a form, and words of our own. */
export const oursInside = new Set(
  (
    'adjudications.details annotator_models.beside annotator_models.estimates annotator_settings.opt_out api_tokens.scopes comparisons.sensitive dataset_rows.detail dataset_versions.drop_reasons dataset_versions.kinds ' +
    'dataset_versions.row_counts exclusions.effect exclusions.end_effect exports.files exports.refused gold_items.expected gold_items.ranking gold_items.ratings gold_results.expected ' +
    'imports.languages_detected imports.upload_parts instance_settings.value judgments.view overview_additions.key overview_sums.key ' +
    'passkeys.transports practice_answers.given practice_answers.ratings practice_examples.expected practice_examples.ranking practice_examples.ratings resolution_versions.changed resolution_versions.resolution resolutions.per_response resolutions.ranking resolutions.steps ' +
    'review_decisions.details routing_events.evidence routing_events.rule webhooks.events worker_heartbeats.details'
  ).split(' '),
);
