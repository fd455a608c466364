import type { ImportInspection } from '@pairwright/contract/import-inspection';
import type { FolderChoice } from '@pairwright/contract/import-reading';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Select } from '../../../../ui/Field.tsx';
import type { ReadingDesk } from './use-reading.ts';

/** Which configuration and split of a zipped data set are read; nothing where there is no choice. */
export function FolderFields({ desk, file }: { desk: ReadingDesk; file: ImportInspection }) {
  const t = useT();
  const { configs = [], splits = [] } = file.folder ?? {};
  const { config, split } = desk.folder ?? {};
  // A part that was chosen before stays to be seen, also where it is not there.
  const known = (all: readonly string[], chosen: string | undefined) =>
    chosen === undefined || all.includes(chosen) ? all : [...all, chosen];
  const choose = (wanted: FolderChoice) => {
    const said = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== ''));
    desk.chooseFolder(Object.keys(said).length === 0 ? undefined : said);
  };
  return (
    <>
      {configs.length > 1 || config !== undefined ? (
        <Select
          label={t('console-imports.folder_config')}
          value={config ?? ''}
          // Splits are those of a configuration.
          onChange={(value) => choose({ config: value })}
          options={[
            { value: '', label: t('console-imports.folder_default') },
            ...known(configs, config).map((value) => ({ value, label: value })),
          ]}
        />
      ) : null}
      {splits.length > 1 || split !== undefined ? (
        <Select
          label={t('console-imports.folder_split')}
          value={split ?? ''}
          onChange={(value) => choose({ config: config ?? '', split: value })}
          options={[
            { value: '', label: t('console-imports.folder_all') },
            ...known(splits, split).map((value) => ({ value, label: value })),
          ]}
        />
      ) : null}
    </>
  );
}
