import { defineConfig } from 'vitest/config';
import react from '@vitejs/plugin-react';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import { readFileSync } from 'node:fs';

const version = (JSON.parse(readFileSync('./package.json', 'utf8')) as { version: string }).version;

export default defineConfig({
  plugins: [react(), { ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' }],
  define: { __NADIR_VERSION__: JSON.stringify(version) },
  build: {
    outDir: 'dist',
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    reportCompressedSize: true,
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/api': process.env.BASE_URL ?? 'http://127.0.0.1:8000' } },
  test: { include: ['src/**/*.test.ts', 'mock/**/*.test.ts'], environment: 'node' },
});
