import type { Letter } from './post.ts';

/** What an owner has changed about how somebody gets in. */
export type AccessNews = 'password' | 'link' | 'factors' | 'email_left' | 'email_new';

const sentences: Readonly<Record<'en' | 'zh-CN', Readonly<Record<AccessNews, string>>>> = {
  en: {
    password: 'An owner of Pairwright has set a new password for your account.',
    link: 'An owner of Pairwright has made a link by which a new password for your account can be chosen.',
    factors:
      'An owner of Pairwright has taken authenticator app, recovery codes and passkeys from your account.',
    email_left:
      'An owner of Pairwright has changed the e-mail of your account: you do not sign in with this address any more.',
    email_new:
      'An owner of Pairwright has changed the e-mail of your account: you sign in with this address now.',
  },
  'zh-CN': {
    password: 'Pairwright 的所有者已为您的账户设置新密码。',
    link: 'Pairwright 的所有者已创建链接，可为您的账户设置新密码。',
    factors: 'Pairwright 的所有者已移除您账户的身份验证器应用、恢复代码和通行密钥。',
    email_left: 'Pairwright 的所有者已更改您账户的邮箱：此邮箱不再用于登录。',
    email_new: 'Pairwright 的所有者已更改您账户的邮箱：今后请使用此邮箱登录。',
  },
};

/** Tells the person; a secret is never in it. */
export function accessMail(
  locale: 'en' | 'zh-CN',
  { to, news, link }: { to: string; news: AccessNews; link: string },
): Letter {
  const said = sentences[locale][news];
  return locale === 'zh-CN'
    ? {
        to,
        subject: '您的 Pairwright 账户登录方式已更改',
        text: `您好！\n\n${said}\n\n${link}\n\n如果您没有提出过这样的请求，请立即联系所有者或系统的运维人员。\n`,
      }
    : {
        to,
        subject: 'How you sign in to Pairwright has changed',
        text: `Hello,\n\n${said}\n\n${link}\n\nIf you did not ask for this, speak to an owner or to whoever runs the installation at once.\n`,
      };
}
