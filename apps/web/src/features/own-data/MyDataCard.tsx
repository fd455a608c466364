import { api } from '../../api/client.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { MyErasure } from './MyErasure.tsx';

/** Everything that is kept about me, as a file. */
export function MyDataCard() {
  const t = useT();
  return (
    <Card title={t('own-data.title')}>
      <p>{t('own-data.what')}</p>
      <div>
        <a href={api.url('downloadMyData', {})} className={buttonClass()} download="my-data.jsonl">
          {t('own-data.download')}
        </a>
      </div>
      <p className="muted">{t('own-data.erase_how')}</p>
      <MyErasure />
    </Card>
  );
}
