/** A sign-in of the demo. They are public knowledge: they exist only where the demo was loaded, and go with it. */
export interface DemoAccount {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly role: 'admin' | 'researcher' | 'annotator';
  /** The admin owns the instance that the demo was loaded into, so that every page can be tried. */
  readonly isOwner: boolean;
  readonly locale: 'en' | 'zh-CN';
}

const password = 'pairwright-demo';

export const demoAccounts: readonly DemoAccount[] = [
  {
    email: 'admin@demo.pairwright.local',
    password,
    name: 'Demo Admin',
    role: 'admin',
    isOwner: true,
    locale: 'en',
  },
  {
    email: 'researcher@demo.pairwright.local',
    password,
    name: 'Demo Researcher',
    role: 'researcher',
    isOwner: false,
    locale: 'en',
  },
  {
    email: 'anna@demo.pairwright.local',
    password,
    name: 'Anna',
    role: 'annotator',
    isOwner: false,
    locale: 'en',
  },
  {
    email: 'bo@demo.pairwright.local',
    password,
    name: 'Bo',
    role: 'annotator',
    isOwner: false,
    locale: 'zh-CN',
  },
];
