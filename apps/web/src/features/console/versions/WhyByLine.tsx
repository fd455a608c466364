import { useState } from 'react';
import { useLocation } from 'wouter';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Select, TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import type { Version } from '../datasets/version.ts';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';

interface Props {
  projectId: string;
  version: Version;
}

/** Finds a row by the number of its line in one of the version's files. */
export function WhyByLine({ projectId, version }: Props) {
  const t = useT();
  const [, navigate] = useLocation();
  const files = filesOf(version);
  const [chosen, setChosen] = useState('');
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const find = useWrite('findLine');
  const file = files.find(({ key }) => key === chosen) ?? files[0];
  if (file === undefined)
    return (
      <Card title={t('console-versions.by_line')}>
        <p className="muted">{t('console-versions.by_line_none')}</p>
      </Card>
    );
  const line = /^[1-9]\d{0,14}$/.test(typed.trim()) ? Number(typed) : Number.NaN;
  const isLine = line >= 1 && line <= file.rows;
  const look = () => {
    setTried(true);
    if (!isLine || find.isPending) return;
    find.mutate(
      { params: { projectId, exportId: file.exportId }, body: { fileName: file.name, line } },
      { onSuccess: ({ rowId }) => navigate(paths.why(projectId, version.id, rowId)) },
    );
  };
  return (
    <Card title={t('console-versions.by_line')}>
      <Form className={styles['form']} noValidate onSubmit={look}>
        <FileSelect
          files={files}
          chosen={file.key}
          onChoose={(key) => {
            setChosen(key);
            find.reset();
          }}
        />
        <TextField
          label={t('console-versions.by_line_line')}
          hint={t('console-versions.by_line_line_hint')}
          inputMode="numeric"
          value={typed}
          error={tried && !isLine ? t('console-versions.by_line_wrong', { most: file.rows }) : null}
          onChange={(event) => {
            setTyped(event.target.value);
            find.reset();
          }}
        />
        <FormProblem error={find.error} />
        <div>
          <Button type="submit" busy={find.isPending}>
            {t('console-versions.by_line_look')}
          </Button>
        </div>
      </Form>
    </Card>
  );
}

interface SelectProps {
  files: ReturnType<typeof filesOf>;
  chosen: string;
  onChoose: (key: string) => void;
}

function FileSelect({ files, chosen, onChoose }: SelectProps) {
  const t = useT();
  return (
    <Select
      label={t('console-versions.by_line_file')}
      value={chosen}
      onChange={onChoose}
      options={files.map(({ key, name, format, rows }) => ({
        value: key,
        label: t('console-versions.by_line_option', {
          file: name,
          format: t(`console-datasets.format_${format}`),
          rows,
        }),
      }))}
    />
  );
}

/** The data files of all finished exports. */
function filesOf({ exports }: Version) {
  return exports.flatMap(({ id: exportId, format, state, files }) =>
    state === 'ready'
      ? (files ?? []).flatMap(({ name, rows }) =>
          rows === null || rows === 0 ? [] : [{ key: `${exportId} ${name}`, exportId, format, name, rows }],
        )
      : [],
  );
}
