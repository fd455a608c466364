import { line } from './mail-texts.ts';
import type { Letter } from './post.ts';

/** What happened to who owns the installation. */
export type OwnershipNews = 'given' | 'joined' | 'ended';

interface About {
  readonly to: string;
  readonly news: OwnershipNews;
  /** Whom it happened to, and who did it. */
  readonly person: string;
  readonly by: string;
  readonly link: string;
}

type Sentence = (person: string, by: string) => string;

const sentences: Readonly<Record<'en' | 'zh-CN', Readonly<Record<OwnershipNews, Sentence>>>> = {
  en: {
    given: (person, by) => `${by} has handed this installation of Pairwright over to ${person}.`,
    joined: (person, by) => `${by} has made ${person} an owner of this installation of Pairwright.`,
    ended: (person, by) => `${by} has ended that ${person} is an owner of this installation of Pairwright.`,
  },
  'zh-CN': {
    given: (person, by) => `${by} 已将此 Pairwright 系统移交给 ${person}。`,
    joined: (person, by) => `${by} 已将 ${person} 设为此 Pairwright 系统的所有者。`,
    ended: (person, by) => `${by} 已取消 ${person} 的 Pairwright 系统所有者身份。`,
  },
};

/** Tells both that the owner has changed: whoever did not mean it hears of it. */
export function ownershipMail(locale: 'en' | 'zh-CN', { to, news, person, by, link }: About): Letter {
  const said = sentences[locale][news](line(person), line(by));
  return locale === 'zh-CN'
    ? {
        to,
        subject: 'Pairwright 系统所有者变更',
        text: `您好！\n\n${said}\n\n${link}\n\n如果这并非您所期望，请立即联系另一位所有者或系统的运维人员。\n`,
      }
    : {
        to,
        subject: 'The owner of Pairwright has changed',
        text: `Hello,\n\n${said}\n\n${link}\n\nIf you did not expect this, speak to another owner or to whoever runs the installation at once.\n`,
      };
}
