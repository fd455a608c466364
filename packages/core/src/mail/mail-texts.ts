import type { Letter } from './post.ts';

type Locale = 'en' | 'zh-CN';

/** Names come from people: no line break may make a header or another paragraph of them. */
export const line = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 200);

/** Invites somebody into a project by their own link. */
export function inviteMail(
  locale: Locale,
  { to, project, by, link }: { to: string; project: string; by: string; link: string },
): Letter {
  const names = { project: line(project), by: line(by) };
  return locale === 'zh-CN'
    ? {
        to,
        subject: `邀请您加入“${names.project}”`,
        text: `您好！\n\n${names.by} 邀请您加入 Pairwright 项目“${names.project}”。请打开以下链接加入：\n\n${link}\n\n此链接仅供您本人使用，且会过期。如果您并未期待此邮件，请忽略它。\n`,
      }
    : {
        to,
        subject: `Invitation to ${names.project}`,
        text: `Hello,\n\n${names.by} invites you to the Pairwright project ${names.project}. Open this link to join:\n\n${link}\n\nThe link is for you alone and expires. If you did not expect this mail, ignore it.\n`,
      };
}

/** Lets somebody choose a new password. */
export function resetMail(
  locale: Locale,
  { to, link, minutes }: { to: string; link: string; minutes: number },
): Letter {
  return locale === 'zh-CN'
    ? {
        to,
        subject: '重置您的 Pairwright 密码',
        text: `您好！\n\n有人请求重置此邮箱对应账户的密码。如果是您本人，请在 ${minutes} 分钟内打开以下链接：\n\n${link}\n\n如果不是您本人，无需任何操作：您的密码没有改变。\n`,
      }
    : {
        to,
        subject: 'Reset your Pairwright password',
        text: `Hello,\n\nsomebody asked to reset the password of the account with this e-mail. If it was you, open this link within ${minutes} minutes:\n\n${link}\n\nIf it was not you, there is nothing to do: your password has not changed.\n`,
      };
}

/** Says how a request for an account was decided, or that the address has an account already. */
export function accountMail(
  locale: Locale,
  { to, about, link }: { to: string; about: 'approved' | 'refused' | 'exists'; link: string },
): Letter {
  return { to, ...accountTexts[locale][about](link) };
}

type Text = (link: string) => Omit<Letter, 'to'>;

const accountTexts: Readonly<Record<Locale, Record<'approved' | 'refused' | 'exists', Text>>> = {
  en: {
    approved: (link) => ({
      subject: 'Your Pairwright account is ready',
      text: `Hello,\n\nyour account was approved. Sign in here with the password you chose:\n\n${link}\n`,
    }),
    refused: () => ({
      subject: 'Your request for a Pairwright account',
      text: 'Hello,\n\nyour request for an account was not approved.\n',
    }),
    exists: (link) => ({
      subject: 'You have a Pairwright account already',
      text: `Hello,\n\nsomebody asked for an account with this e-mail, which has one already. Sign in here:\n\n${link}\n\nIf it was not you, there is nothing to do.\n`,
    }),
  },
  'zh-CN': {
    approved: (link) => ({
      subject: '您的 Pairwright 账户已开通',
      text: `您好！\n\n您的账户申请已获批准。请使用您设置的密码在此登录：\n\n${link}\n`,
    }),
    refused: () => ({
      subject: '您的 Pairwright 账户申请',
      text: '您好！\n\n您的账户申请未获批准。\n',
    }),
    exists: (link) => ({
      subject: '您已有 Pairwright 账户',
      text: `您好！\n\n有人使用此邮箱申请账户，但该邮箱已有账户。请在此登录：\n\n${link}\n\n如果不是您本人，无需任何操作。\n`,
    }),
  },
};
