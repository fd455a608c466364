const paths = {
  alert: 'M12 3 2.5 20h19L12 3Zm0 7v4m0 3v.01',
  book: 'M5 4h5a2 2 0 0 1 2 2v14a2 2 0 0 0-2-2H5V4Zm14 0h-5a2 2 0 0 0-2 2v14a2 2 0 0 1 2-2h5V4Z',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  chevronDown: 'm6 9 6 6 6-6',
  chevronLeft: 'm15 6-6 6 6 6',
  chevronUp: 'm6 15 6-6 6 6',
  chevronRight: 'm9 6 6 6-6 6',
  close: 'M6 6l12 12M18 6 6 18',
  code: 'm8 7-5 5 5 5m8-10 5 5-5 5',
  columns: 'M4 5h16v14H4V5Zm8 0v14',
  rows: 'M4 5h16v14H4V5Zm0 7h16',
  comment: 'M4 5h16v11H9l-5 4V5Z',
  copy: 'M9 9h11v11H9V9Zm6 0V4H4v11h5',
  download: 'M12 4v11m-5-5 5 5 5-5M5 20h14',
  down: 'M12 5v14m-6-6 6 6 6-6',
  eye: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12Zm10 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  external: 'M14 4h6v6m0-6-9 9M18 14v6H4V6h6',
  flag: 'M6 21V4h11l-2 4 2 4H6',
  grip: 'M9 6v.01M15 6v.01M9 12v.01M15 12v.01M9 18v.01M15 18v.01',
  history: 'M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5M12 8v4l3 2',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-10v6m0-9v.01',
  key: 'M14 10a4 4 0 1 0-3.4 3.95L12 15.5h2v2h2v2h4v-3.2l-5.1-5.1c-.5-.4-.9-.7-.9-1.2ZM9 9v.01',
  keyboard: 'M3 7h18v10H3V7Zm4 3v.01M11 10v.01M15 10v.01M8 14h8',
  lock: 'M6 11h12v9H6v-9Zm3 0V8a3 3 0 0 1 6 0v3',
  logOut: 'M10 4H5v16h5m4-4 4-4-4-4m4 4H9',
  menu: 'M4 7h16M4 12h16M4 17h16',
  minus: 'M5 12h14',
  offline: 'M3 3l18 18M6 9.5A10 10 0 0 1 10 7.6m4.5.2A10 10 0 0 1 19 10M9 13.4a5 5 0 0 1 5.6.3M12 17.5v.01',
  page: 'M6 4h12v16H6V4Zm3 5h6m-6 4h6',
  plus: 'M12 5v14M5 12h14',
  refresh: 'M20 12a8 8 0 1 1-2.3-5.6L20 8.7M20 4v4.7h-4.7',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 5 5',
  settings: 'M4 7h9m4 0h3M4 17h3m4 0h9M15 5v4M9 15v4',
  skip: 'M5 5l9 7-9 7V5Zm13 0v14',
  swap: 'M7 4 3 8l4 4M3 8h13m1 4 4 4-4 4m4-4H8',
  sync: 'M12 13v7m-3-3 3 3 3-3M7 16a4.5 4.5 0 0 1 .3-9 6 6 0 0 1 11.4 2A3.6 3.6 0 0 1 18 16',
  theme: 'M12 3a9 9 0 1 0 0 18V3Zm0 0a9 9 0 0 1 0 18',
  trash: 'M4 7h16M9 7V4h6v3m-8 0 1 13h8l1-13',
  undo: 'M9 5 4 10l5 5M4 10h10a6 6 0 0 1 0 12h-3',
  up: 'M12 19V5m-6 6 6-6 6 6',
  upload: 'M12 20V9m-5 5 5-5 5 5M5 4h14',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 9a8 8 0 0 1 16 0',
  users: 'M9 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 8a7 7 0 0 1 14 0M16 4.5a4 4 0 0 1 0 7M22 20a7 7 0 0 0-4-6.3',
} as const;

export type IconName = keyof typeof paths;

interface IconProps {
  name: IconName;
  size?: number;
}

/** Decoration only: the control or text beside it carries the meaning. */
export function Icon({ name, size = 16 }: IconProps) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
