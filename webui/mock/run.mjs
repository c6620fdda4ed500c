// Runs a TypeScript file with Vite's module runner: node mock/run.mjs FILE
import { runnerImport } from 'vite';
await runnerImport(`./${process.argv[2]}`, { configFile: false, logLevel: 'error' });
