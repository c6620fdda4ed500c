import { mkdirSync, readFileSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** A browser with a fresh profile that asks nobody for anything on its own. */
export function openBrowser(more: string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more],
  });
}

/** Whom maps ask as long as no administrator chose others; nobody is asked in tests. */
const basemaps = /^https:\/\/(tile\.openstreetmap\.org|[abc]\.tile\.opentopomap\.org|basemap\.nationalmap\.gov)\//;

/** What must not happen on any page: errors in the console, uncaught exceptions, requests to other hosts. */
export interface Watch {
  problems: string[];
}

export async function openPage(browser: Browser, baseUrl: string, options: BrowserContextOptions = {}): Promise<{ page: Page; watch: Watch }> {
  const context = await browser.newContext({ baseURL: baseUrl, viewport: { width: 1440, height: 900 }, ...options });
  await context.route(basemaps, (route) => route.fulfill({ status: 204 }));
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(baseUrl) && !basemaps.test(url) && !/^(data|blob):/.test(url)) problems.push(`foreign request: ${url}`);
  });
  return { page, watch: { problems } };
}

/** Saves pictures under the folder that E2E_SCREENSHOTS names; without it, none are taken. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.E2E_SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.waitForTimeout(350);
  await page.screenshot({ path: `${folder}/${name}.png` });
}

export function check(condition: boolean, sentence: string): void {
  if (!condition) throw new Error(`Expected: ${sentence}`);
  console.log(`  ok  ${sentence}`);
}

interface AxeResult {
  violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
}

/** What axe-core finds against WCAG 2.2 AA on the page as it stands. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
  const result = (await page.evaluate(
    "axe.run({ exclude: [['[data-live-announcer]']] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  )) as AxeResult;
  return result.violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${violation.help}: ${node.html.slice(0, 160)}`));
}
