import '@fontsource-variable/geist/wght.css';
import '@fontsource-variable/geist-mono/wght.css';
import './styles/index.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { loadSite } from './app/site.ts';

void loadSite();
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
