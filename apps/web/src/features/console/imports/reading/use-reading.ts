import type { ImportInspection } from '@pairwright/contract/import-inspection';
import type { FolderChoice, ImportReading } from '@pairwright/contract/import-reading';
import type { ImportJob } from '@pairwright/contract/imports';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { read } from '../../../../api/queries.ts';
import { draftOf, emptyMapping, guessMapping, readMapping } from './mapping-draft.ts';
import type { MappingDraft, MappingFault } from './mapping-draft.ts';

/** How the person wants the file read. */
export type Choice =
  | { by: 'recognised' }
  | { by: 'format'; format: string }
  | { by: 'saved'; id: string }
  /** An entry of the archive's dataset_info.json. */
  | { by: 'dataset'; name: string }
  | { by: 'columns' };

export interface ReadingDesk {
  job: ImportJob;
  /** What the file is; undefined while it is looked into. */
  file: ImportInspection | undefined;
  error: Error | null;
  retry: () => void;
  choice: Choice;
  choose: (choice: Choice) => void;
  /** The part of an archive that is read; undefined: the usual. */
  folder: FolderChoice | undefined;
  chooseFolder: (folder: FolderChoice | undefined) => void;
  draft: MappingDraft;
  change: (draft: MappingDraft) => void;
  /** What to send; undefined: as it is recognised. Null: it has to be said first. */
  reading: ImportReading | undefined | null;
  fault: MappingFault | null;
  /** The first rows under that reading, the ones before while the next are read. */
  preview: ImportInspection | undefined;
  previewError: Error | null;
}

/** Looks into an uploaded file and keeps what the person says of it. */
export function useReading(job: ImportJob): ReadingDesk {
  const params = { projectId: job.projectId, importId: job.id };
  const [folder, setFolder] = useState(job.reading?.folder);
  const file = useQuery({
    ...read('inspectImport', {
      params,
      body: folder === undefined ? {} : { reading: { by: 'recognised', folder } },
    }),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  const saved = useQuery(read('listMappings', { params: { projectId: job.projectId } }));
  const [choice, setChoice] = useState<Choice>(() => choiceOf(job.reading));
  const [draft, setDraft] = useState<MappingDraft | null>(() =>
    job.reading?.by === 'mapping' ? draftOf(job.reading.mapping) : null,
  );
  const shown = draft ?? (file.data === undefined ? emptyMapping : guessMapping(file.data.columns));
  const mapped = readMapping(shown);
  const reading = readingOf(choice, {
    file: file.data,
    mapped,
    saved: saved.data?.items ?? [],
    before: job.reading,
    folder,
  });
  const wanted = useDeferredValue(reading);
  const preview = useQuery({
    ...read('inspectImport', { params, body: wanted == null ? {} : { reading: wanted } }),
    enabled: wanted !== null,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  return {
    job,
    file: file.data,
    error: file.error,
    retry: () => void file.refetch(),
    choice,
    choose: (next) => {
      if (next.by === 'columns' && choice.by === 'saved') {
        const one = saved.data?.items.find(({ id }) => id === choice.id);
        setDraft((one && draftOf(one.mapping)) ?? draft);
      }
      setChoice(next);
    },
    folder,
    chooseFolder: setFolder,
    draft: shown,
    change: setDraft,
    reading,
    fault: choice.by === 'columns' && !mapped.ok ? mapped.fault : null,
    preview: reading === null ? undefined : preview.data,
    previewError: preview.error,
  };
}

function choiceOf(reading: ImportReading | null): Choice {
  if (reading === null || reading.by === 'recognised') return { by: 'recognised' };
  return reading.by === 'format' ? { by: 'format', format: reading.format } : { by: 'columns' };
}

interface Known {
  file: ImportInspection | undefined;
  mapped: ReturnType<typeof readMapping>;
  saved: readonly { id: string; mapping: Extract<ImportReading, { by: 'mapping' }>['mapping'] }[];
  before: ImportReading | null;
  folder: FolderChoice | undefined;
}

function readingOf(
  choice: Choice,
  { file, mapped, saved, before, folder }: Known,
): ImportReading | undefined | null {
  const part = folder === undefined ? {} : { folder };
  switch (choice.by) {
    case 'recognised':
      return file === undefined ? undefined : file.reading;
    case 'format':
      return { ...choice, ...part };
    case 'dataset':
      return file?.folder?.datasets.find(({ name }) => name === choice.name)?.reading ?? null;
    case 'saved': {
      const found = saved.find(({ id }) => id === choice.id);
      return found === undefined ? null : { by: 'mapping', mapping: found.mapping, ...part };
    }
    case 'columns':
      if (mapped.ok) return { by: 'mapping', mapping: mapped.mapping, ...part };
      // A mapping that says more than the form holds stays as it was sent.
      return before?.by === 'mapping' && draftOf(before.mapping) === null ? before : null;
  }
}
