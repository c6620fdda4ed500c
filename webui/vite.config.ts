import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import react from '@vitejs/plugin-react';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import { readFileSync } from 'node:fs';

const version = (JSON.parse(readFileSync('./package.json', 'utf8')) as { version: string }).version;

/** three.js names every form of its Draco decoder; we serve the one that src/features/model/draco.ts chooses. */
const oneDracoDecoder: Plugin = {
  name: 'one-draco-decoder',
  enforce: 'pre',
  transform: (code, id) => (id.endsWith('/DRACOLoader.js') ? code.replace(/new URL\( '\.\.\/libs\/draco[^)]*\)\.toString\(\)/g, "''") : undefined),
};

export default defineConfig({
  plugins: [react(), oneDracoDecoder, { ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' }],
  define: { __NADIR_VERSION__: JSON.stringify(version) },
  build: {
    outDir: 'dist',
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    reportCompressedSize: true,
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: Object.fromEntries(['/api', '^/public/.*/json/'].map((path) => [path, process.env.BASE_URL ?? 'http://127.0.0.1:8000'])) },
  test: { include: ['src/**/*.test.ts', 'mock/**/*.test.ts'], environment: 'node' },
});
