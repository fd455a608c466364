import type { CallOutput } from '@pairwright/contract/client';
import type { RoutedMember } from '@pairwright/contract/routing';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import type { Column } from '../../../../ui/Table.tsx';
import type { Annotator } from './measures.ts';

/** Later than anybody works: a qualification that never ends. */
const never = '9000';

/** What a lead plans by: languages, the entry exam where the project has one, and what people hold and gave lately. */
export function useMemberColumns(
  routing: CallOutput<'getRouting'> | undefined,
  memberOf: (annotatorId: string) => RoutedMember | undefined,
): Column<Annotator>[] {
  const t = useT();
  const formats = useFormats();
  const of =
    (what: (member: RoutedMember) => string) =>
    ({ annotatorId }: Annotator): string => {
      const member = memberOf(annotatorId);
      return member === undefined ? '–' : what(member);
    };
  const qualification: Column<Annotator> = {
    key: 'qualification',
    header: t('console-annotators.qualification'),
    cell: of(({ qualifiedUntil }) => {
      if (qualifiedUntil === null) return t('console-annotators.not_qualified');
      return qualifiedUntil > never
        ? t('console-annotators.qualified')
        : t('console-annotators.qualified_until', { day: formats.date(qualifiedUntil) });
    }),
  };
  return [
    {
      key: 'languages',
      header: t('console-annotators.languages'),
      cell: of(({ languages }) => (languages.length === 0 ? '–' : languages.join(', '))),
    },
    ...(routing?.policy?.qualification == null ? [] : [qualification]),
    {
      key: 'load',
      header: t('console-annotators.load'),
      cell: of(({ leased, lastDay }) => t('console-annotators.load_of', { leased, lastDay })),
    },
  ];
}
