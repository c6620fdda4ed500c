import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startMock } from '../mock/server.ts';
import { accessibilityProblems, check, openBrowser, openPage, shoot } from './browser.ts';

// What goes in and out besides new photos, against the mock: imports, exports, and uploads that broke off.
const folder = mkdtempSync(join(tmpdir(), 'nadir-e2e-'));
const photos = ['DJI_0018.JPG', 'DJI_0019.JPG', 'DJI_0026.JPG', 'DJI_0033.JPG'].map((name) => ({ name, path: `../samples/brighton_beach/${name}` }));
const mock = await startMock({ speed: 0.02 });
const project = mock.state.addProject('Brighton Beach', 'Shore line between pier and groyne.');
const done = mock.state.addTask(project, { name: 'Survey of June', images_count: 18, processing_time: 754_210 });
mock.state.complete(done);
const broken = mock.state.addTask(project, { name: 'Long upload', partial: true, images_count: 1 });
const [first, second] = photos;
if (!first || !second) throw new Error('no photos');
mock.state.files.get(String(broken.id))?.set(first.name, statSync(first.path).size);
mock.state.files.get(String(broken.id))?.set('GONE.JPG', 17);
const browser = await openBrowser();
try {
  const { page, watch } = await openPage(browser, mock.url);
  page.setDefaultTimeout(15_000);
  await page.goto('/login/');
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill('nadir-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('article').first().waitFor();
  await resume(page);
  await importArchive(page);
  await importProducts(page);
  await importUrl(page);
  await exportPicture(page);
  check(watch.problems.length === 0, `no console error, exception or foreign request ${watch.problems.join('; ')}`);
  console.log('Transfers: all good.');
} catch (error) {
  console.error(error);
  process.exitCode = 1;
  for (const context of browser.contexts()) for (const page of context.pages()) await shoot(page, 'failure').catch(() => undefined);
} finally {
  await browser.close();
  await mock.close();
  rmSync(folder, { recursive: true });
}

async function checked(page: Page, name: string): Promise<void> {
  await shoot(page, name);
  const problems = await accessibilityProblems(page);
  check(problems.length === 0, `${name} is accessible ${problems.join('; ')}`);
}

async function resume(page: Page): Promise<void> {
  const card = page.getByRole('article', { name: 'Long upload' });
  await checked(page, 'transfer-1-broken');
  await card.getByRole('button', { name: 'Go on uploading…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Go on uploading “Long upload”' });
  await dialog.getByText('2 files on the server').waitFor();
  await dialog.locator('input[aria-label="Choose photos"]').setInputFiles(photos.map((photo) => photo.path));
  await dialog.getByText('1 file on the server is not among these').waitFor();
  await checked(page, 'transfer-2-resume');
  let sent = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/upload/')) sent++;
  });
  await dialog.getByRole('button', { name: 'Send what is missing' }).click();
  await page.getByText('“Long upload” has started.').waitFor();
  check(sent === photos.length - 1, `what has arrived is not sent again (${sent} sent)`);
  check(mock.state.files.get(String(broken.id))?.size === photos.length + 1, 'all photos are there');
  check(broken.partial === false, 'the task has started');
}

async function openImport(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More actions: Brighton Beach' }).click();
  await page.getByRole('menuitem', { name: 'Import…' }).click();
  await page.getByRole('dialog', { name: 'Import a task' }).waitFor();
}

async function importArchive(page: Page): Promise<void> {
  const zip = join(folder, 'North_quarry.zip');
  writeFileSync(zip, Buffer.alloc(20_000_000, 7));
  await openImport(page);
  const dialog = page.getByRole('dialog', { name: 'Import a task' });
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog.getByText('Choose a ZIP file.', { exact: true }).waitFor();
  await dialog.locator('input[type=file]').setInputFiles(zip);
  await checked(page, 'transfer-3-import');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('“North quarry” is being imported.').waitFor();
  await shoot(page, 'transfer-4-importing');
  await page.getByRole('article', { name: 'North quarry' }).getByText('Completed', { exact: true }).waitFor();
  check(true, 'an archive of three chunks is imported');
}

async function importProducts(page: Page): Promise<void> {
  await openImport(page);
  const dialog = page.getByRole('dialog', { name: 'Import a task' });
  await dialog.getByRole('radio', { name: 'Products' }).click();
  await dialog.locator('input[aria-label="Choose: Orthophoto"]').setInputFiles({ name: 'map.tif', mimeType: 'image/tiff', buffer: Buffer.alloc(3000) });
  await dialog.locator('input[aria-label="Choose: Point cloud"]').setInputFiles({ name: 'cloud.e57', mimeType: 'application/octet-stream', buffer: Buffer.alloc(3000) });
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog.getByText('the file must end in .laz, .las').waitFor();
  await checked(page, 'transfer-5-products');
  await dialog.getByRole('button', { name: 'Leave cloud.e57 out' }).click();
  await dialog.locator('input[aria-label="Choose: Point cloud"]').setInputFiles({ name: 'cloud.laz', mimeType: 'application/octet-stream', buffer: Buffer.alloc(3000) });
  await dialog.getByLabel('Name of the task').fill('Made elsewhere');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('article', { name: 'Made elsewhere' }).getByText('Completed', { exact: true }).waitFor();
  check(true, 'products made elsewhere are imported');
}

async function importUrl(page: Page): Promise<void> {
  await openImport(page);
  const dialog = page.getByRole('dialog', { name: 'Import a task' });
  await dialog.getByRole('radio', { name: 'Address' }).click();
  await dialog.getByLabel('Address of the ZIP file').fill('ftp://example.org/x.zip');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog.getByText('begins with http:// or https://').waitFor();
  await dialog.getByLabel('Address of the ZIP file').fill('https://example.org/results/East_field.zip?x=1');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('article', { name: 'East field' }).waitFor();
  check(mock.state.tasks.some((task) => task.import_url === 'https://example.org/results/East_field.zip?x=1'), 'an address is given to the server');
}

async function exportPicture(page: Page): Promise<void> {
  const card = page.getByRole('article', { name: 'Survey of June' });
  await card.getByRole('button', { name: 'Download' }).click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export from “Survey of June”' });
  await dialog.getByRole('button', { name: /Plant health/ }).click();
  await page.getByRole('option', { name: /VARI/ }).click();
  await dialog.getByRole('button', { name: /Format/ }).click();
  await page.getByRole('option', { name: 'JPEG' }).click();
  await dialog.getByLabel('Coordinate system (EPSG code)').fill('WGS84');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await dialog.getByText('Enter the number of an EPSG code').waitFor();
  await checked(page, 'transfer-6-export');
  await dialog.getByLabel('Coordinate system (EPSG code)').fill('4326');
  const downloading = page.waitForEvent('download', { timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByText('Exporting Survey-of-June-orthophoto-VARI.jpg').waitFor();
  await page.waitForTimeout(2500);
  await checked(page, 'transfer-7-exporting');
  check((await downloading).suggestedFilename() === 'Survey-of-June-orthophoto-VARI.jpg', 'the export is downloaded when it is ready');
  await card.getByRole('button', { name: 'Download' }).click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
  await dialog.getByLabel('Coordinate system (EPSG code)').fill('9999');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByText('EPSG:9999 is not known').waitFor({ timeout: 30_000 });
  await shoot(page, 'transfer-8-failed');
  check(true, 'a failed export says why');
}
