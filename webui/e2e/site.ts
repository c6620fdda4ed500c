import type { Page } from 'playwright-core';
import { dressedSite } from '../mock/site.ts';
import { startMock } from '../mock/server.ts';
import { accessibilityProblems, check, openBrowser, openPage, shoot } from './browser.ts';

// What administrators set for the whole site, as visitors see it: name, logo, colours, HTML, basemaps. Against the mock.
const mock = await startMock({ speed: 0.02 });
const project = mock.state.addProject('Brighton Beach');
const task = mock.state.addTask(project, { name: 'Survey', images_count: 18, processing_time: 1000 });
mock.state.complete(task);
const map = `/map/project/${project.id}/task/${task.id}/`;
const browser = await openBrowser();
try {
  await plain();
  mock.state.site = dressedSite();
  for (const colorScheme of ['light', 'dark'] as const) await dressed(colorScheme);
  console.log('Site: all good.');
} catch (error) {
  console.error(error);
  process.exitCode = 1;
  for (const context of browser.contexts()) for (const page of context.pages()) await shoot(page, 'failure').catch(() => undefined);
} finally {
  await browser.close();
  await mock.close();
}

async function signIn(page: Page): Promise<void> {
  page.setDefaultTimeout(15_000);
  await page.goto('/login/');
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill('nadir-demo');
  await shoot(page, `site-login-${await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'")}`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Projects' }).waitFor();
}

/** Without basemaps nobody else is asked, and there is nothing to choose. */
async function plain(): Promise<void> {
  const { page, watch } = await openPage(browser, mock.url);
  await signIn(page);
  check((await page.title()).endsWith('· Nadir'), 'the name is ours when none was set');
  await page.goto(map);
  await page.locator('[data-ready=true]').waitFor();
  check((await page.getByText('Background').count()) === 0, 'there is nothing to choose without basemaps');
  await page.waitForTimeout(500);
  check(watch.problems.length === 0, `no console error or foreign request ${watch.problems.join('; ')}`);
  await page.context().close();
}

async function dressed(colorScheme: 'light' | 'dark'): Promise<void> {
  const { page, watch } = await openPage(browser, mock.url, { colorScheme });
  const tiles: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/mock/')) tiles.push(new URL(request.url()).pathname);
  });
  await signIn(page);
  check((await page.title()).endsWith('· Survey Desk'), 'the title has the name of the site');
  check((await page.locator('.side img.site-logo').getAttribute('src')) === '/mock/logo.png', 'the header has its logo');
  const ground = await page.evaluate("getComputedStyle(document.querySelector('.side')).backgroundColor");
  check(ground === 'rgb(29, 53, 87)', `the header has its colour ${ground}`);
  check(await page.getByText('Flights are closed on').isVisible(), 'HTML after the header is shown');
  check(await page.getByRole('link', { name: 'Northern Survey Office' }).isVisible(), 'the footer names who runs it');
  await checked(page, `site-dashboard-${colorScheme}`);
  await page.goto(map);
  await page.locator('[data-ready=true]').waitFor();
  await page.getByText('OpenStreetMap contributors').waitFor();
  check((await page.locator('.map-credits script').count()) === 0 && (await page.locator('.map-credits a').count()) === 1, 'credits keep links and nothing else');
  await page.waitForTimeout(1200);
  check(tiles.some((path) => path.startsWith('/mock/streets/')), 'the default lies under the map');
  await checked(page, `site-map-${colorScheme}`);
  check(watch.problems.length === 0, `no console error or foreign request ${watch.problems.join('; ')}`);
  await choose(page, 'Broken');
  await page.waitForTimeout(800);
  check(tiles.some((path) => path.startsWith('/mock/nothing/')), 'another one is asked for its tiles');
  check((await page.getByText('could not be read').count()) === 0, 'that they do not come is no error of the map');
  await checked(page, `site-map-broken-${colorScheme}`);
  await choose(page, 'None');
  await page.reload();
  tiles.length = 0;
  await page.locator('[data-ready=true]').waitFor();
  await page.waitForTimeout(500);
  check(tiles.every((path) => path === '/mock/logo.png'), 'none is remembered, and nothing asked for');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/dashboard/');
  await page.getByRole('heading', { name: 'Projects' }).waitFor();
  await checked(page, `site-phone-${colorScheme}`);
  await page.context().close();
}

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /Background/ }).click();
  await page.getByRole('option', { name }).click();
}

async function checked(page: Page, name: string): Promise<void> {
  await shoot(page, name);
  const problems = await accessibilityProblems(page);
  check(problems.length === 0, `${name} is accessible ${problems.join('; ')}`);
}
