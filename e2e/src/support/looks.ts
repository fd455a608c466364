/** Both languages, both themes, a usual screen and a phone: what a journey looks at when it looks at pages twice. */
export const looks = [
  { locale: 'en', theme: 'light', width: 1280 },
  { locale: 'zh-CN', theme: 'dark', width: 360 },
] as const;
