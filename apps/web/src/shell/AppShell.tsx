import { Suspense, useEffect } from 'react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useT } from '../i18n/use-i18n.ts';
import { paths } from '../paths.ts';
import { Banner } from '../ui/Banner.tsx';
import { classNames } from '../ui/class-names.ts';
import { lazyLater } from '../ui/lazy-later.ts';
import { tell } from './keys/keys-here.ts';
import { navItems } from './nav.ts';
import styles from './shell.module.css';
import { useMe } from './use-me.ts';
import { useOnline } from './use-online.ts';
import { UserMenu } from './UserMenu.tsx';

const ShellKeys = lazyLater(async () => ({ default: (await import('./keys/ShellKeys.tsx')).ShellKeys }));

/** Header, navigation and the frame of every ordinary page. */
export function AppShell({ children }: { children: ReactNode }) {
  const t = useT();
  const me = useMe();
  const online = useOnline();
  const [location] = useLocation();
  useEffect(
    () =>
      tell({
        places: navItems
          .filter((item) => item.visible(me))
          .map(({ letter, label, href }) => ({ letter, label, href })),
      }),
    [me],
  );
  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#content">
        {t('shell.skip_to_content')}
      </a>
      <header className={styles['header']}>
        <Link href={paths.home()} className={styles['brand']} aria-label={t('shell.home')}>
          <Brand />
        </Link>
        <nav className={styles['nav']} aria-label={t('shell.main_navigation')}>
          {navItems
            .filter((item) => item.visible(me))
            .map((item) => (
              <Link
                key={item.href}
                href={item.href}
                className={styles['navItem']}
                aria-current={isAt(location, item.href) ? 'page' : undefined}
              >
                {t(item.label)}
              </Link>
            ))}
        </nav>
        <UserMenu />
      </header>
      <Suspense fallback={null}>
        <ShellKeys />
      </Suspense>
      {online ? null : (
        <Banner tone="warn" icon="offline">
          {t('shell.offline')}
        </Banner>
      )}
      <main id="content" tabIndex={-1} className={classNames(styles['main'], 'stack')}>
        {children}
      </main>
    </div>
  );
}

export function Brand() {
  return (
    <>
      <svg aria-hidden="true" width="22" height="22" viewBox="0 0 22 22">
        <rect x="1" y="2" width="9" height="18" rx="2.5" className={styles['brandA']} />
        <rect x="12" y="2" width="9" height="18" rx="2.5" className={styles['brandB']} />
      </svg>
      <span className={styles['brandName']} translate="no">
        Pairwright
      </span>
    </>
  );
}

function isAt(location: string, href: string): boolean {
  return location === href || location.startsWith(`${href}/`);
}
