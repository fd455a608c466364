import type { ImportInspection } from '@pairwright/contract/import-inspection';
import { ProblemState } from '../../../../api/ProblemState.tsx';
import { useT } from '../../../../i18n/use-i18n.ts';
import type { Translate } from '../../../../i18n/use-i18n.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Select } from '../../../../ui/Field.tsx';
import type { SelectOption } from '../../../../ui/Field.tsx';
import { Skeleton } from '../../../../ui/Skeleton.tsx';
import styles from '../../shared/console.module.css';
import { FolderFields } from './FolderFields.tsx';
import { ForgetMapping } from './ForgetMapping.tsx';
import { MappingForm } from './MappingForm.tsx';
import { useRecognitionWords } from './recognition-words.ts';
import { SaveMapping } from './SaveMapping.tsx';
import type { Choice, ReadingDesk } from './use-reading.ts';

/** What the file was recognised as and why, and another way to read it. */
export function ReadingCard({ desk }: { desk: ReadingDesk }) {
  const t = useT();
  const { file, error, retry, choice } = desk;
  const saved = choice.by === 'saved' ? file?.mappings.find(({ id }) => id === choice.id) : undefined;
  return (
    <Card title={t('console-imports.reading_title')}>
      {error === null ? null : <ProblemState error={error} onRetry={retry} />}
      {file === undefined && error === null ? <Skeleton lines={3} /> : null}
      {file === undefined ? null : (
        <>
          <Recognised file={file} />
          <FolderFields desk={desk} file={file} />
          <Select
            label={t('console-imports.read_as')}
            value={keyOf(desk.choice)}
            onChange={(key) => desk.choose(choiceOfKey(key))}
            options={optionsOf(file, t)}
          />
          {saved === undefined ? null : <ForgetMapping desk={desk} mapping={saved} />}
          {desk.choice.by === 'columns' ? (
            <>
              <MappingForm
                draft={desk.draft}
                change={desk.change}
                columns={file.columns}
                fault={desk.fault}
              />
              <SaveMapping desk={desk} />
            </>
          ) : null}
        </>
      )}
    </Card>
  );
}

function Recognised({ file }: { file: ImportInspection }) {
  const t = useT();
  const words = useRecognitionWords();
  const { format, reason, candidates } = file.recognised;
  const best = candidates.find((candidate) => candidate.format === format);
  const usual = usualDataset(file);
  if (usual !== undefined)
    return <p>{t('console-imports.dataset_recognised', { name: usual.name, file: usual.file })}</p>;
  if (format === null && file.folder !== null && file.folder.datasets.length > 1)
    return <p>{t('console-imports.dataset_several')}</p>;
  if (format === null || best === undefined)
    return (
      <>
        <p>
          <strong>{t('console-imports.not_recognised')}</strong>
        </p>
        <p className="muted">{words.reason(reason)}</p>
      </>
    );
  return (
    <>
      <p>
        {t('console-imports.recognised', { rows: best.rows, sample: file.sample })}{' '}
        <strong translate="no">{format}</strong>
      </p>
      <details>
        <summary className={styles['summary']}>{t('console-imports.why_recognised')}</summary>
        <ul className={styles['notes']}>
          {best.evidence.map((sign) => (
            <li key={sign.column}>{words.sign(sign)}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

/** The entry of dataset_info.json that the archive is read by, where nobody chose. */
function usualDataset({ folder, reading }: ImportInspection) {
  if (reading?.by !== 'mapping') return undefined;
  return folder?.datasets.find(({ file }) => file === reading.folder?.file);
}

function keyOf(choice: Choice): string {
  if (choice.by === 'format') return `format ${choice.format}`;
  if (choice.by === 'dataset') return `dataset ${choice.name}`;
  return choice.by === 'saved' ? `saved ${choice.id}` : choice.by;
}

function choiceOfKey(key: string): Choice {
  const [by] = key.split(' ');
  const rest = key.slice(key.indexOf(' ') + 1);
  if (by === 'dataset') return { by, name: rest };
  if (by === 'format') return { by, format: rest };
  if (by === 'saved') return { by, id: rest };
  return by === 'columns' ? { by } : { by: 'recognised' };
}

function optionsOf(file: ImportInspection, t: Translate): SelectOption[] {
  const { recognised, mappings, formats, folder } = file;
  const { format } = recognised;
  const known = usualDataset(file)?.name ?? format;
  const first =
    known === null ? t('console-imports.as_unknown') : t('console-imports.as_recognised', { format: known });
  return [
    { value: 'recognised', label: first },
    ...(folder?.datasets ?? [])
      .filter(({ reading }) => reading !== null)
      .map(({ name, file: path }) => ({
        value: `dataset ${name}`,
        label: t('console-imports.as_dataset', { name, file: path }),
      })),
    { value: 'columns', label: t('console-imports.as_columns') },
    ...mappings.map(({ id, name, rows }) => ({
      value: `saved ${id}`,
      label: t('console-imports.as_saved', { name, count: rows }),
    })),
    ...formats.map((name) => ({ value: `format ${name}`, label: name })),
  ];
}
