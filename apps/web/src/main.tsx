import './device/without-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { afterFirstSight } from './device/later.ts';
import { startI18n } from './i18n/i18n.ts';
import './styles/tokens.css';
import './styles/base.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element #root.');

await startI18n(['ui', 'shell', 'problem']);
// Built pages only: while developing, files change under the same names.
if (import.meta.env.PROD) afterFirstSight(async () => (await import('./pwa/start.ts')).startPwa());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
