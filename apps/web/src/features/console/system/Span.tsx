import { useT } from '../../../i18n/use-i18n.ts';

/** A span of time in its largest unit; a dash where there is none. */
export function Span({ seconds }: { seconds: number | null }) {
  const t = useT();
  if (seconds === null) return <>–</>;
  const whole = Math.floor(seconds);
  if (whole < 120) return <>{t('console-system.seconds', { n: whole })}</>;
  if (whole < 7_200) return <>{t('console-system.minutes', { n: Math.floor(whole / 60) })}</>;
  if (whole < 172_800) return <>{t('console-system.hours', { n: Math.floor(whole / 3_600) })}</>;
  return <>{t('console-system.days', { n: Math.floor(whole / 86_400) })}</>;
}
