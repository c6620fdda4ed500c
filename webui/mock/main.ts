import { startMock } from './server.ts';

// A server with the shapes of the contract and made-up content, for work on the interface:
// node mock/run.mjs mock/main.ts [port]; MOCK_FIRST_RUN=1 starts without any account.
const port = Number(process.env.PORT ?? 8000);
const mock = await startMock({ port, firstRun: process.env.MOCK_FIRST_RUN === '1', speed: Number(process.env.MOCK_SPEED ?? 1) });
console.log(`Mock server at ${mock.url}`);
