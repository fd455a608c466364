import * as annotate from './annotate.ts';
import * as audit from './audit.ts';
import * as auth from './auth.ts';
import * as browse from './browse.ts';
import * as consent from './consent.ts';
import * as crowd from './crowd.ts';
import * as datasetHealth from './dataset-health.ts';
import * as datasets from './datasets.ts';
import type { Endpoint } from './endpoint.ts';
import * as erasureRequests from './erasure-requests.ts';
import * as exportFiles from './export-files.ts';
import * as exam from './exam.ts';
import * as flags from './flags.ts';
import * as gold from './gold.ts';
import * as exclusions from './exclusions.ts';
import * as importInspection from './import-inspection.ts';
import * as importMappings from './import-mappings.ts';
import * as importSources from './import-sources.ts';
import * as importUploads from './import-uploads.ts';
import * as imports from './imports.ts';
import * as invites from './invites.ts';
import * as media from './media.ts';
import * as ownData from './own-data.ts';
import * as oidc from './oidc.ts';
import * as passwordReset from './password-reset.ts';
import * as pay from './pay.ts';
import * as people from './people.ts';
import * as policyReports from './policy-reports.ts';
import * as practice from './practice.ts';
import * as projects from './projects.ts';
import * as proof from './proof.ts';
import * as agreement from './statistics/agreement.ts';
import * as annotators from './statistics/annotators.ts';
import * as compute from './statistics/compute.ts';
import * as leaderboard from './statistics/leaderboard.ts';
import * as recipeChoices from './recipe-choices.ts';
import * as recipePreview from './recipe-preview.ts';
import * as retention from './retention.ts';
import * as registrations from './registrations.ts';
import * as routing from './routing.ts';
import * as resolutions from './resolutions.ts';
import * as review from './review.ts';
import * as secondFactors from './second-factors.ts';
import * as sessions from './sessions.ts';
import * as signInOptions from './sign-in-options.ts';
import * as overview from './statistics/overview.ts';
import * as system from './system.ts';
import * as trash from './trash.ts';
import * as versionDiff from './version-diff.ts';
import * as versionWhy from './version-why.ts';
import * as webhooks from './webhooks.ts';
import * as withdrawals from './withdrawals.ts';
import * as workingLife from './working-life.ts';

type EndpointsOf<M> = { [K in keyof M as M[K] extends Endpoint ? K : never]: M[K] };

function pick<M extends object>(module: M): EndpointsOf<M> {
  const entries = Object.entries(module).filter(([, value]) => isEndpoint(value));
  return Object.fromEntries(entries) as EndpointsOf<M>;
}

function isEndpoint(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'access' in value
  );
}

/** Every endpoint of the API by its operation name. Routes, OpenAPI, client and access tests are made from this. */
export const endpoints = {
  ...pick(auth),
  ...pick(audit),
  ...pick(people),
  ...pick(ownData),
  ...pick(erasureRequests),
  ...pick(retention),
  ...pick(signInOptions),
  ...pick(sessions),
  ...pick(passwordReset),
  ...pick(secondFactors),
  ...pick(oidc),
  ...pick(invites),
  ...pick(registrations),
  ...pick(crowd),
  ...pick(projects),
  ...pick(consent),
  ...pick(proof),
  ...pick(system),
  ...pick(trash),
  ...pick(imports),
  ...pick(importInspection),
  ...pick(importMappings),
  ...pick(importSources),
  ...pick(importUploads),
  ...pick(media),
  ...pick(annotate),
  ...pick(policyReports),
  ...pick(practice),
  ...pick(routing),
  ...pick(gold),
  ...pick(exam),
  ...pick(workingLife),
  ...pick(pay),
  ...pick(datasets),
  ...pick(recipePreview),
  ...pick(datasetHealth),
  ...pick(exportFiles),
  ...pick(versionDiff),
  ...pick(versionWhy),
  ...pick(recipeChoices),
  ...pick(browse),
  ...pick(agreement),
  ...pick(annotators),
  ...pick(compute),
  ...pick(leaderboard),
  ...pick(resolutions),
  ...pick(review),
  ...pick(overview),
  ...pick(exclusions),
  ...pick(flags),
  ...pick(webhooks),
  ...pick(withdrawals),
};

export type Endpoints = typeof endpoints;
export type OperationName = keyof Endpoints;
