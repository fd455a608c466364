import type { Provenance } from '@pairwright/contract/provenance';
import type { Cli } from './app-context.ts';

export interface ProvenanceOptions {
  /** Where rows come from that do not say it. */
  readonly source?: string;
  readonly licence?: string;
}

const nothing: Provenance = { source: null, licence: null };

/** As the command line says it, else the README of the folder or of the archive; undefined: the server is to look at that itself. */
export async function provenanceOfImport(
  cli: Cli,
  params: { projectId: string; importId: string },
  { folder, options }: { folder: { provenance: Provenance } | null; options: ProvenanceOptions },
): Promise<Provenance | undefined> {
  const { source, licence } = options;
  if (source === undefined && licence === undefined) return folder?.provenance;
  const known =
    source === undefined || licence === undefined
      ? (folder ?? (await cli.client.call('inspectImport', { params, body: {} })).folder)?.provenance
      : nothing;
  return { source: source ?? known?.source ?? null, licence: licence ?? known?.licence ?? null };
}
