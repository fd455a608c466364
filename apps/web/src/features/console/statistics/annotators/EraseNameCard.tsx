import { useState } from 'react';
import { useT } from '../../../../i18n/use-i18n.ts';
import { useMe } from '../../../../shell/use-me.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Card } from '../../../../ui/Card.tsx';
import { toast } from '../../../../ui/toast.ts';
import { useProvedWrite } from '../../../account/use-proved-write.tsx';
import { may } from '../../access.ts';
import { NameDialog } from '../../trash/NameDialog.tsx';
import type { Profile } from './AnnotatorPage.tsx';

/** For whoever manages the project: the name of somebody whose judgments came with a file can be removed. */
export function EraseNameCard({ projectId, profile }: { projectId: string; profile: Profile }) {
  const t = useT();
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const erase = useProvedWrite('eraseImportedName', ['getAnnotator', 'getAnnotators']);
  if (profile.judge === 'here' || !may(me, projectId, 'manage')) return null;
  const { annotatorId, name } = profile;
  return (
    <Card title={t('own-data.name_title')}>
      <div className="stack">
        <p>{t('own-data.name_what')}</p>
        <div>
          <Button aria-label={t('own-data.name_erase_named', { name })} onClick={() => setAsking(true)}>
            {t('own-data.name_erase')}
          </Button>
        </div>
      </div>
      {asking ? (
        <NameDialog
          title={t('own-data.name_ask', { name })}
          name={name}
          label={t('own-data.type_name', { name })}
          differs={t('own-data.name_differs')}
          confirm={t('own-data.erase_confirm')}
          busy={erase.isPending}
          error={erase.error}
          onClose={() => setAsking(false)}
          onConfirm={(typed) =>
            erase.mutate(
              { params: { projectId, userId: annotatorId }, body: { name: typed } },
              {
                onSuccess: () => {
                  toast(t('own-data.name_erased'));
                  setAsking(false);
                },
              },
            )
          }
        >
          <p>{t('own-data.name_removes')}</p>
          <p>{t('own-data.name_stays')}</p>
        </NameDialog>
      ) : null}
      {erase.asking}
    </Card>
  );
}
