import { line } from './mail-texts.ts';
import type { Letter } from './post.ts';

type Locale = 'en' | 'zh-CN';

/** Tells an owner that somebody asked to be erased. Their words are on the page alone. */
export function erasureAskedMail(
  locale: Locale,
  { to, person, link }: { to: string; person: string; link: string },
): Letter {
  const name = line(person);
  return locale === 'zh-CN'
    ? {
        to,
        subject: '有人申请抹除个人身份',
        text: `您好！\n\n${name} 申请从此 Pairwright 系统中抹除其个人身份。请在以下页面处理：\n\n${link}\n`,
      }
    : {
        to,
        subject: 'A request to be erased',
        text: `Hello,\n\n${name} asks to be erased from this installation of Pairwright. Decide it here:\n\n${link}\n`,
      };
}

/** Tells the person how it was decided; of who was erased this is the last that is sent. */
export function erasureDecidedMail(
  locale: Locale,
  { to, reason, link }: { to: string; reason: string | null; link: string },
): Letter {
  if (reason === null)
    return locale === 'zh-CN'
      ? {
          to,
          subject: '您的个人身份已被抹除',
          text: '您好！\n\n按照您的申请，您的姓名、邮箱、登录方式和地址已从此 Pairwright 系统中永久移除。您的判断会以无意义的代号保留。您已无法登录。\n',
        }
      : {
          to,
          subject: 'You have been erased from Pairwright',
          text: 'Hello,\n\nas you asked, your name, e-mail, sign-in and addresses were removed from this installation of Pairwright for good. Your judgments stay under a name without meaning. You can no longer sign in.\n',
        };
  return locale === 'zh-CN'
    ? {
        to,
        subject: '您的抹除申请未获批准',
        text: `您好！\n\n您的抹除申请未获批准，理由如下：\n\n${reason}\n\n您可以在账户页面重新申请：\n\n${link}\n`,
      }
    : {
        to,
        subject: 'Your request to be erased was declined',
        text: `Hello,\n\nyour request to be erased was declined, for this reason:\n\n${reason}\n\nYou can ask again on the page of your account:\n\n${link}\n`,
      };
}
