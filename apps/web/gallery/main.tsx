import '../src/device/without-eval.ts';
import '@fontsource-variable/noto-sans-sc/index.css';
import '@fontsource-variable/source-code-pro/index.css';
import '@fontsource/noto-sans-symbols-2/400.css';
import { createRoot } from 'react-dom/client';
import { changeLocale, startI18n } from '../src/i18n/i18n.ts';
import { later } from '../src/labeling/answer/later.ts';
import { laterReading } from '../src/labeling/reading/later.ts';
import { setTheme } from '../src/shell/theme.ts';
import '../src/styles/tokens.css';
import '../src/styles/base.css';
import './fonts.css';
import { Frame } from './Frame.tsx';
import { Shelf } from './Shelf.tsx';
import { PROJECT_ID } from './samples/project.ts';
import { readSettings } from './settings.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element #root.');
const asked = new URLSearchParams(location.search);
const settings = readSettings(location.search);

setTheme(settings.theme);
await startI18n(['ui', 'shell', 'problem', 'safety', 'labeling', 'labeling-reading']);
await changeLocale(settings.locale);
if (asked.get('fonts') === 'fixed') document.documentElement.dataset['fonts'] = 'fixed';
if (asked.has('frame')) {
  // Where images of messages know their project from.
  history.replaceState(null, '', `/annotate/${PROJECT_ID}${location.search}`);
  await Promise.all([...Object.values(later), ...Object.values(laterReading)].map(async (load) => load()));
  createRoot(root).render(<Frame first={settings} />);
} else createRoot(root).render(<Shelf first={settings} />);
