import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../api/client.ts';
import { runsProjects } from '../features/console/access.ts';
import { useT } from '../i18n/use-i18n.ts';
import type { Locale } from '../i18n/locales.ts';
import { paths } from '../paths.ts';
import { Menu } from '../ui/Menu.tsx';
import type { MenuGroup } from '../ui/Menu.tsx';
import { SignOutDialog } from './SignOutDialog.tsx';
import { usePreferenceGroups } from './use-preferences.ts';
import { useMe } from './use-me.ts';

interface UserMenuProps {
  className?: string;
  /** What the page adds, at the top. */
  first?: readonly MenuGroup[];
}

export function UserMenu({ className, first = [] }: UserMenuProps) {
  const t = useT();
  const me = useMe();
  const [, navigate] = useLocation();
  const [leaving, setLeaving] = useState(false);
  const preferences = usePreferenceGroups(rememberLocale);
  const groups = [
    ...first,
    ...preferences,
    {
      id: 'account',
      heading: me.name,
      items: [
        {
          id: 'account',
          label: t('shell.account'),
          icon: 'user' as const,
          onSelect: () => navigate(paths.account()),
        },
        {
          id: 'tokens',
          label: t('shell.tokens'),
          icon: 'key' as const,
          onSelect: () => navigate(paths.tokens()),
        },
        ...(runsProjects(me)
          ? [
              {
                id: 'convert',
                label: t('shell.convert'),
                icon: 'download' as const,
                onSelect: () => navigate(paths.convert()),
              },
            ]
          : []),
        {
          id: 'sign-out',
          label: t('shell.sign_out'),
          icon: 'logOut' as const,
          onSelect: () => setLeaving(true),
        },
      ],
    },
  ];
  return (
    <>
      <Menu label={t('shell.user_menu')} icon="user" groups={groups} className={className} />
      {leaving ? <SignOutDialog userId={me.id} onClose={() => setLeaving(false)} /> : null}
    </>
  );
}

/** The account follows the language chosen here; this device keeps it even when that fails. */
export function rememberLocale(locale: Locale): void {
  api.call('updateMe', { body: { locale } }).catch(() => undefined);
}
