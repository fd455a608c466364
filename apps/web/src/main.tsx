import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { startI18n } from './i18n/i18n.ts';
import './styles/tokens.css';
import './styles/base.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element #root.');

await startI18n(['ui', 'shell', 'problem']);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
