import * as annotate from '@pairwright/contract/annotate';
import * as audit from '@pairwright/contract/audit';
import * as auth from '@pairwright/contract/auth';
import * as browse from '@pairwright/contract/browse';
import * as consent from '@pairwright/contract/consent';
import * as crowd from '@pairwright/contract/crowd';
import * as datasetHealth from '@pairwright/contract/dataset-health';
import * as datasets from '@pairwright/contract/datasets';
import * as recipePreview from '@pairwright/contract/recipe-preview';
import * as erasureRequests from '@pairwright/contract/erasure-requests';
import * as exam from '@pairwright/contract/exam';
import * as exclusions from '@pairwright/contract/exclusions';
import * as exportFiles from '@pairwright/contract/export-files';
import * as flags from '@pairwright/contract/flags';
import * as freezeEvidence from '@pairwright/contract/freeze-evidence';
import * as gold from '@pairwright/contract/gold';
import * as goldPolicy from '@pairwright/contract/gold-policy';
import * as importFindings from '@pairwright/contract/import-findings';
import * as importLanguages from '@pairwright/contract/import-languages';
import * as importInspection from '@pairwright/contract/import-inspection';
import * as importMapping from '@pairwright/contract/import-mapping';
import * as importMappings from '@pairwright/contract/import-mappings';
import * as importRatings from '@pairwright/contract/import-ratings';
import * as importReading from '@pairwright/contract/import-reading';
import * as importRecognition from '@pairwright/contract/import-recognition';
import * as importSource from '@pairwright/contract/import-source';
import * as importSources from '@pairwright/contract/import-sources';
import * as importUploads from '@pairwright/contract/import-uploads';
import * as imports from '@pairwright/contract/imports';
import * as invites from '@pairwright/contract/invites';
import * as jobProgress from '@pairwright/contract/job-progress';
import * as judgment from '@pairwright/contract/judgment';
import * as oidc from '@pairwright/contract/oidc';
import * as ownData from '@pairwright/contract/own-data';
import * as provenance from '@pairwright/contract/provenance';
import * as passwordReset from '@pairwright/contract/password-reset';
import * as pay from '@pairwright/contract/pay';
import * as people from '@pairwright/contract/people';
import * as personalData from '@pairwright/contract/personal-data';
import * as policyReports from '@pairwright/contract/policy-reports';
import * as practice from '@pairwright/contract/practice';
import * as projectCounts from '@pairwright/contract/project-counts';
import * as projects from '@pairwright/contract/projects';
import * as proof from '@pairwright/contract/proof';
import * as questionForm from '@pairwright/contract/question-form';
import * as rankingLabel from '@pairwright/contract/ranking-label';
import * as recipe from '@pairwright/contract/recipe';
import * as recipeChoices from '@pairwright/contract/recipe-choices';
import * as registrations from '@pairwright/contract/registrations';
import * as resolutions from '@pairwright/contract/resolutions';
import * as responseLabels from '@pairwright/contract/response-label';
import * as retention from '@pairwright/contract/retention';
import * as review from '@pairwright/contract/review';
import * as routing from '@pairwright/contract/routing';
import * as secondFactors from '@pairwright/contract/second-factors';
import * as sessions from '@pairwright/contract/sessions';
import * as shapes from '@pairwright/contract/shapes';
import * as signInOptions from '@pairwright/contract/sign-in-options';
import * as agreement from '@pairwright/contract/statistics/agreement';
import * as annotators from '@pairwright/contract/statistics/annotators';
import * as compute from '@pairwright/contract/statistics/compute';
import * as leaderboard from '@pairwright/contract/statistics/leaderboard';
import * as numbers from '@pairwright/contract/statistics/numbers';
import * as overview from '@pairwright/contract/statistics/overview';
import * as system from '@pairwright/contract/system';
import * as trash from '@pairwright/contract/trash';
import * as versionDiff from '@pairwright/contract/version-diff';
import * as versionWhy from '@pairwright/contract/version-why';
import * as voteRows from '@pairwright/contract/vote-rows';
import * as webhookEvents from '@pairwright/contract/webhook-events';
import * as webhooks from '@pairwright/contract/webhooks';
import * as withdrawals from '@pairwright/contract/withdrawals';
import * as workingLife from '@pairwright/contract/working-life';
import { z } from 'zod';

export type Json = Record<string, unknown>;
type Io = 'input' | 'output';

const modules: readonly object[] = [
  annotate,
  audit,
  auth,
  browse,
  consent,
  crowd,
  datasetHealth,
  datasets,
  recipePreview,
  erasureRequests,
  exam,
  exclusions,
  exportFiles,
  flags,
  freezeEvidence,
  gold,
  goldPolicy,
  importFindings,
  importLanguages,
  importInspection,
  importMapping,
  importMappings,
  importRatings,
  importReading,
  importRecognition,
  importSource,
  importSources,
  importUploads,
  imports,
  invites,
  jobProgress,
  judgment,
  oidc,
  ownData,
  provenance,
  passwordReset,
  pay,
  people,
  personalData,
  policyReports,
  practice,
  projectCounts,
  projects,
  proof,
  questionForm,
  rankingLabel,
  recipe,
  recipeChoices,
  registrations,
  resolutions,
  responseLabels,
  retention,
  review,
  routing,
  secondFactors,
  sessions,
  shapes,
  signInOptions,
  agreement,
  annotators,
  compute,
  leaderboard,
  numbers,
  overview,
  system,
  trash,
  versionDiff,
  versionWhy,
  voteRows,
  webhookEvents,
  webhooks,
  withdrawals,
  workingLife,
];
/** Kinds that are worth a name; single values are said where they stand. */
const namedKinds: readonly string[] = ['object', 'union', 'intersection', 'record', 'pipe', 'enum'];

/** The shapes that the contract exports, under the names that it gives them. Throws where two have one name. */
function contractShapes() {
  const registry = z.registry<{ id: string }>();
  const taken = new Set<string>();
  for (const [key, shape] of modules.flatMap((module) => Object.entries(module) as [string, unknown][])) {
    if (!(shape instanceof z.ZodType) || !namedKinds.includes(shape.def.type) || registry.has(shape))
      continue;
    const name = key[0]!.toUpperCase() + key.slice(1);
    if (taken.has(name)) throw new Error(`The contract has two shapes named ${key}.`);
    taken.add(name);
    registry.add(shape, { id: name });
  }
  return registry;
}

const registry = contractShapes();
const prefix = '#/components/schemas/';

/** All named shapes as they go in or come out, by name; each refers to the others. */
function definitionsAs(io: Io): Record<string, Json> {
  const { schemas } = z.toJSONSchema(registry, {
    io,
    unrepresentable: 'any',
    uri: (id) => `${prefix}${id}`,
    metadata: registry,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _draft, $id: _uri, id: _id, ...json }]) => [name, json]),
  );
}

const output = definitionsAs('output');
const input = definitionsAs('input');
/** Names of shapes that are not sent as they are answered, because of a default or of one inside them. */
const differing = namesThatDiffer();

function namesThatDiffer(): ReadonlySet<string> {
  const names = new Set<string>();
  const differs = (name: string): boolean =>
    JSON.stringify(input[name]) !== JSON.stringify(output[name]) ||
    referencesIn(input[name]!).some((one) => names.has(one));
  for (let before = -1; before < names.size;) {
    before = names.size;
    for (const name of Object.keys(output)) if (differs(name)) names.add(name);
  }
  return names;
}

function referencesIn(json: Json): string[] {
  return [...JSON.stringify(json).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name!,
  );
}

const nameAs = (name: string, io: Io): string =>
  io === 'input' && differing.has(name) ? `${name}Input` : name;

function renamed(json: Json, io: Io): Json {
  return JSON.parse(JSON.stringify(json), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' && value.startsWith(prefix)
      ? `${prefix}${nameAs(value.slice(prefix.length), io)}`
      : value,
  ) as Json;
}

/** A schema of which the named shapes are said once, by reference. Those that were referred to are among the `components`. */
export class Shapes {
  readonly #used = new Map<string, Json>();

  /** As it goes in or comes out. */
  schema(shape: z.ZodType, io: Io): Json {
    const own = registry.get(shape)?.id;
    const json: Json =
      own === undefined
        ? inPlace(z.toJSONSchema(shape, { io, unrepresentable: 'any', metadata: registry }))
        : { $ref: `${prefix}${own}` };
    this.#use(referencesIn(json), io);
    return renamed(json, io);
  }

  components(): Json {
    return Object.fromEntries([...this.#used].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  #use(names: readonly string[], io: Io): void {
    for (const name of names) {
      const known = nameAs(name, io);
      if (this.#used.has(known)) continue;
      const json = (io === 'input' ? input : output)[name]!;
      this.#used.set(known, renamed(json, io));
      this.#use(referencesIn(json), io);
    }
  }
}

/** Without its own definitions: they are those of the document. */
function inPlace({ $schema: _draft, $defs: _definitions, ...json }: Json): Json {
  return JSON.parse(JSON.stringify(json).replaceAll('"$ref":"#/$defs/', `"$ref":"${prefix}`)) as Json;
}

/** Everything in its place: parameters are taken apart, and refer to nothing. */
export function plainSchema(shape: z.ZodType, io: Io): Json {
  const { $schema: _draft, ...json } = z.toJSONSchema(shape, { io, unrepresentable: 'any' }) as Json;
  return json;
}
