import type { Role } from '@pairwright/contract/access';
import { useState } from 'react';
import { currentLocale } from '../../../i18n/i18n.ts';
import type { Locale } from '../../../i18n/locales.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { toast } from '../../../ui/toast.ts';
import { useProvedWrite } from '../../account/use-proved-write.tsx';
import { passwordFault } from '../../auth/NewPasswordField.tsx';

export interface MemberDraft {
  email: string;
  role: Role;
  isNew: boolean;
  name: string;
  password: string;
  locale: Locale;
}

const emptyDraft = (): MemberDraft => ({
  email: '',
  role: 'annotator',
  isNew: false,
  name: '',
  password: '',
  locale: currentLocale(),
});

/** The form that adds a person to a project: what is typed, and sending it. */
export function useAddMember(projectId: string) {
  const t = useT();
  const [draft, setDraft] = useState(emptyDraft);
  const [tried, setTried] = useState(false);
  const add = useProvedWrite('addMember', ['listMembers', 'getProject', 'listUsers']);
  const change = (part: Partial<MemberDraft>) => setDraft({ ...draft, ...part });
  const submit = () => {
    setTried(true);
    const { email, role, isNew, name, password, locale } = draft;
    const incomplete = isNew && (name.trim() === '' || passwordFault(password, t) !== null);
    if (email.trim() === '' || incomplete || add.isPending) return;
    add.mutate(
      {
        params: { projectId },
        body: { email: email.trim(), role, ...(isNew ? { newAccount: { name, password, locale } } : {}) },
      },
      {
        onSuccess: (member) => {
          toast(t('console-people.added', { name: member.name }));
          setDraft(emptyDraft());
          setTried(false);
        },
      },
    );
  };
  return { draft, change, tried, error: add.error, busy: add.isPending, asking: add.asking, submit };
}
