export type Text = Readonly<Record<'en' | 'zh-CN', string>>;
