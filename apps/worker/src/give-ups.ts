import type { Services } from '@pairwright/core/context';
import { endHealth } from '@pairwright/core/dataset-health/health.queries';
import { failExport } from '@pairwright/core/datasets/export-run.queries';
import { endFreeze } from '@pairwright/core/datasets/freeze-state.queries';
import { giveUpFetch } from '@pairwright/core/imports/fetch/fetch-engine';
import { describeFailure as describeImportFailure } from '@pairwright/core/imports/import-error';
import { giveUpImport } from '@pairwright/core/imports/import-engine';
import { failExclusion } from '@pairwright/core/review/exclusion-run.service';
import { failStatistics } from '@pairwright/core/statistics/statistics.queries';
import { describeFailure } from '@pairwright/core/system/job-failure';
import { giveUpWebhook } from '@pairwright/core/webhooks/give-up.service';
import type { GiveUps } from '@pairwright/queue/registry-types';

/** What is written into the rows of jobs that are not run any more because the worker ended each time. */
export function giveUpsOf(services: Services): GiveUps {
  const { db } = services.db;
  return {
    'import.run': (of, error) => giveUpImport(services, of, error),
    'import.fetch': ({ importId }, error) => giveUpFetch(services, importId, describeImportFailure(error)),
    'export.run': ({ exportId }, error) => failExport(db, exportId, describeFailure(error)),
    'dataset.freeze': async ({ versionId }, error) => {
      await endFreeze(db, versionId, { state: 'failed', error: describeFailure(error) });
    },
    'statistics.compute': ({ statisticsId }, error) =>
      failStatistics(db, statisticsId, describeFailure(error)),
    'exclusions.run': ({ exclusionId }, error) => failExclusion(db, exclusionId, describeFailure(error)),
    'webhooks.deliver': ({ webhookId }, error) => giveUpWebhook(services, webhookId, error),
    'health.compute': async ({ reportId }, error) => {
      await endHealth(db, reportId, { state: 'failed', error: describeFailure(error) });
    },
  };
}
