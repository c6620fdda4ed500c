import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { startMock, type Mock } from '../mock/server.ts';
import { check, openBrowser, openPage, shoot } from './browser.ts';

// From the first page to the first map, as a person would do it.
//   BASE_URL         a running server; without it the mock is started
//   E2E_USER, E2E_PASSWORD   the account (made on the welcome page when the server is new)
//   E2E_PHOTOS       a folder of photos (default ../samples/brighton_beach), E2E_PHOTO_COUNT how many (default 4)
//   E2E_PRESET       preset to choose (default "DSM + DTM"), E2E_MINUTES how long processing may take (default 20)
//   E2E_SCREENSHOTS  a folder for pictures
const user = process.env.E2E_USER ?? 'admin';
const password = process.env.E2E_PASSWORD ?? 'nadir-e2e-password';
const photoFolder = process.env.E2E_PHOTOS ?? '../samples/brighton_beach';
const photoCount = Number(process.env.E2E_PHOTO_COUNT ?? 4);
const preset = process.env.E2E_PRESET ?? 'DSM + DTM';
const patience = Number(process.env.E2E_MINUTES ?? 20) * 60_000;
const projectName = `Shore survey ${Date.now() % 100000}`;

const mock: Mock | null = process.env.BASE_URL ? null : await startMock({ firstRun: true, speed: 12 });
const baseUrl = (process.env.BASE_URL ?? mock?.url ?? '').replace(/\/$/, '');
const browser = await openBrowser();
try {
  const { page, watch } = await openPage(browser, baseUrl);
  page.setDefaultTimeout(20_000);
  await enter(page);
  await createProject(page);
  await newTask(page);
  await followProcessing(page);
  await lookAtMap(page);
  await lookAround(page);
  const problems = watch.problems.filter((problem) => !/400 .*auth\/session/.test(problem));
  check(problems.length === 0, `no console error, exception or foreign request${problems.length > 0 ? `: ${problems.join('; ')}` : ''}`);
  console.log('First map: all good.');
} catch (error) {
  console.error(error);
  process.exitCode = 1;
  for (const context of browser.contexts()) for (const page of context.pages()) await shoot(page, 'failure').catch(() => undefined);
} finally {
  await browser.close();
  await mock?.close();
}

async function enter(page: Page): Promise<void> {
  await page.goto('/');
  const welcome = page.getByRole('heading', { name: 'Welcome to Nadir' });
  const login = page.getByRole('heading', { name: 'Sign in' });
  await welcome.or(login).waitFor();
  if (await welcome.isVisible()) {
    await firstRun(page);
    await signOut(page);
  }
  await login.waitFor();
  await shoot(page, '02-login');
  await page.getByLabel('User name').fill(user);
  await page.getByLabel('Password', { exact: true }).fill(`${password}-wrong`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  check(true, 'a wrong password is answered in words');
  // The refused sign-in above is a 400 that the browser itself reports.
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
  check(page.url().includes('/dashboard/'), 'signing in leads to the dashboard');
}

async function firstRun(page: Page): Promise<void> {
  await shoot(page, '01-welcome');
  await page.getByLabel('User name').fill(user);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Password again').fill(`${password}x`);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('The two passwords differ.').waitFor();
  await page.getByLabel('Password again').fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
  check(true, 'the first administrator is made and signed in');
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: /Sign out/ }).click();
}

async function createProject(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'New project' }).first();
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  check(await button.evaluate((element) => element === document.activeElement), 'Escape closes a dialog and gives the focus back');
  await button.click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill(projectName);
  await dialog.getByRole('textbox', { name: 'Description' }).fill('Beach and bank, flown in two rows.');
  await shoot(page, '03-new-project');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await projectRegion(page).waitFor();
  check(true, 'a new project is listed');
  await shoot(page, '04-empty-project');
}

function projectRegion(page: Page): Locator {
  return page.getByRole('region', { name: projectName });
}

/** Drops the photos on the project, as a file manager would. */
async function newTask(page: Page): Promise<void> {
  const photos = readdirSync(photoFolder).filter((name) => /\.jpe?g$/i.test(name)).sort().slice(0, photoCount).map((name) => join(photoFolder, name));
  check(photos.length === photoCount && photos.every((photo) => existsSync(photo)), `${photoCount} sample photos are there`);
  await drop(page, projectRegion(page), photos);
  const sheet = page.getByRole('dialog', { name: 'New task' });
  await sheet.getByText(`${photoCount} photos`, { exact: true }).waitFor();
  await sheet.getByText(new RegExp(`${photoCount} with position`)).waitFor();
  check(true, 'positions are read from the photos');
  await sheet.getByRole('button', { name: /Preset/ }).click();
  await page.getByRole('option', { name: preset, exact: true }).click();
  await shoot(page, '05-new-task');
  await sheet.getByRole('button', { name: 'Review' }).click();
  await shoot(page, '06-review');
  await page.getByRole('button', { name: 'Start processing' }).click();
  await sheet.waitFor({ state: 'detached' });
  await page.waitForTimeout(250);
  await shoot(page, '07-upload');
}

async function drop(page: Page, target: Locator, files: string[]): Promise<void> {
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.id = 'e2e-files';
    input.hidden = true;
    document.body.append(input);
  });
  await page.setInputFiles('#e2e-files', files);
  await target.evaluate((element) => {
    const input = document.querySelector<HTMLInputElement>('#e2e-files');
    const transfer = new DataTransfer();
    for (const file of input?.files ?? []) transfer.items.add(file);
    for (const type of ['dragenter', 'dragover', 'drop']) element.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    input?.remove();
  });
}

async function followProcessing(page: Page): Promise<void> {
  const task = projectRegion(page).getByRole('article');
  await task.waitFor({ timeout: 120_000 });
  await page.getByRole('region', { name: 'Upload progress' }).waitFor({ state: 'detached', timeout: 300_000 });
  check(true, 'all photos are uploaded');
  const running = task.getByRole('progressbar');
  const done = task.getByText('Completed', { exact: true });
  const failed = task.getByText('Failed', { exact: true });
  await running.or(done).or(failed).first().waitFor({ timeout: 180_000 });
  await task.getByRole('button', { name: /^Details of/ }).click();
  await shoot(page, '08-running');
  await done.or(failed).first().waitFor({ timeout: patience });
  await shoot(page, '09-done');
  check(await done.isVisible(), 'the task is completed');
  await task.getByRole('button', { name: 'Download' }).click();
  await page.getByRole('menuitem', { name: /Orthophoto GeoTIFF/ }).waitFor();
  await shoot(page, '10-downloads');
  await page.keyboard.press('Escape');
  check(true, 'the download menu offers the orthophoto');
}

async function lookAtMap(page: Page): Promise<void> {
  const tiles = countTiles(page);
  await projectRegion(page).getByRole('link', { name: 'Map', exact: true }).click();
  await page.getByRole('toolbar').waitFor();
  for (const [layer, label] of [['orthophoto', 'Orthophoto'], ['dsm', 'Surface model'], ['dtm', 'Terrain model']] as const) {
    const button = page.getByRole('radio', { name: label });
    if (layer === 'dtm' && (await button.count()) === 0) continue;
    await button.click();
    await page.waitForFunction(paintedShare, 0.05, { timeout: 60_000, polling: 300 });
    await page.waitForTimeout(800);
    check((tiles.get(layer) ?? 0) > 0, `${layer}: ${tiles.get(layer) ?? 0} tiles came and the map is painted`);
    await page.mouse.move(720, 460);
    await shoot(page, `11-map-${layer}`);
  }
  check((tiles.get('failed') ?? 0) === 0, 'no tile outside the data was asked for');
  await measure(page);
}

function countTiles(page: Page): Map<string, number> {
  const tiles = new Map<string, number>();
  page.on('response', (response) => {
    const layer = /\/(orthophoto|dsm|dtm)\/tiles\/\d+/.exec(response.url())?.[1];
    if (!layer) return;
    const key = response.ok() ? layer : 'failed';
    tiles.set(key, (tiles.get(key) ?? 0) + 1);
  });
  return tiles;
}

/** True when more than `least` of the map's canvas is not transparent. Runs in the page. */
function paintedShare(least: number): boolean {
  const canvas = document.querySelector<HTMLCanvasElement>('.map-canvas canvas');
  const context = canvas?.getContext('2d');
  if (!canvas || !context) return false;
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let painted = 0;
  for (let at = 3; at < data.length; at += 4 * 16) if ((data[at] ?? 0) > 0) painted++;
  return painted / (data.length / 64) > least;
}

async function measure(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Orthophoto' }).click();
  await page.getByRole('button', { name: 'Measure an area' }).click();
  for (const [x, y] of [[700, 380], [860, 400], [840, 560]] as const) {
    await page.mouse.click(x, y);
    // Two clicks within a quarter of a second would be a double click.
    await page.waitForTimeout(300);
  }
  await page.keyboard.press('Enter');
  await page.getByText(/(m²|ha)/).first().waitFor();
  check(true, 'an area is measured');
  await shoot(page, '12-measure');
}

async function lookAround(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Back to projects' }).click();
  await page.getByRole('link', { name: 'Processing nodes' }).first().click();
  await page.getByRole('heading', { name: 'Processing nodes', level: 1 }).waitFor();
  await shoot(page, '13-nodes');
  await page.getByRole('link', { name: 'About' }).first().click();
  await page.getByRole('heading', { name: 'About Nadir' }).waitFor();
  await shoot(page, '14-about');
  check(true, 'the other pages open');
}
