import type { Page } from 'playwright-core';
import { startMock } from '../mock/server.ts';
import type { MockState } from '../mock/state.ts';
import { accessibilityProblems, openBrowser, openPage, shoot } from './browser.ts';

// Visits every page in light and dark, wide and narrow, against the mock; takes pictures (E2E_SCREENSHOTS names the
// folder) and fails when axe-core finds a problem of accessibility, or the console an error.
const views = [
  { name: 'wide', viewport: { width: 1440, height: 900 }, hasTouch: false },
  { name: 'phone', viewport: { width: 390, height: 844 }, hasTouch: true },
  { name: 'least', viewport: { width: 360, height: 640 }, hasTouch: true },
] as const;

const problems = new Set<string>();
const mock = await startMock({ speed: 0.02 });
const task = seed(mock.state);
const browser = await openBrowser();
try {
  for (const view of views) {
    for (const colorScheme of ['light', 'dark'] as const) {
      if (view.name === 'least' && colorScheme === 'dark') continue;
      const { page, watch } = await openPage(browser, mock.url, { viewport: view.viewport, hasTouch: view.hasTouch, colorScheme });
      await walk(page, `${view.name}-${colorScheme}`, task);
      for (const problem of watch.problems) problems.add(problem);
      await page.context().close();
    }
  }
} finally {
  await browser.close();
  await mock.close();
}
for (const problem of problems) console.error(problem);
if (problems.size > 0) process.exitCode = 1;
else console.log('Gallery: no problems.');

async function picture(page: Page, name: string): Promise<void> {
  await shoot(page, name);
  for (const problem of await accessibilityProblems(page)) problems.add(`${name}: ${problem}`);
}

function seed(state: MockState): { project: number; task: number | string } {
  state.addProject('Old mill', 'Roof inspection before the repair.');
  const quarry = state.addProject('North quarry', 'Monthly flights for the stockpile volumes.', ['mining', 'monthly']);
  const shore = state.addProject('Brighton Beach', 'Shore line between the pier and the second groyne; erosion watch since 2016.', ['coast']);
  const done = state.addTask(shore, { name: 'Survey of 23 June 2016', images_count: 18, processing_time: 754_210, processing_node: 1, processing_node_name: 'This machine', created_at: '2026-11-20T09:12:00Z', options: [{ name: 'auto-boundary', value: true }, { name: 'dsm', value: true }, { name: 'dtm', value: true }, { name: 'orthophoto-resolution', value: 2 }] });
  for (let line = 0; line < 400; line++) state.print(done, `[INFO]    Extracted ${10_000 + line * 7} features from DJI_${String(line).padStart(4, '0')}.JPG`);
  state.complete(done);
  const running = state.addTask(shore, { name: 'Survey of 14 May 2019', images_count: 212, processing_node: 1, processing_node_name: 'This machine', status: 20, processing_time: 412_000, running_progress: 0.31 });
  state.print(running, '[INFO]    Running openmvs stage');
  state.addTask(shore, { name: 'Night flight', images_count: 7, status: 50, processing_time: 63_000, processing_node: 1, created_at: '2026-11-02T20:00:00Z' });
  const failed = state.addTask(quarry, { name: 'November', images_count: 1204, status: 30, processing_time: 3_912_000, processing_node: 1, last_error: 'Not enough memory. The process was stopped by the system (137).', created_at: '2026-11-18T15:30:00Z' });
  state.print(failed, '[ERROR]   Child returned 137');
  state.addTask(quarry, { name: 'October', images_count: 980, partial: true });
  return { project: shore.id, task: done.id };
}

async function walk(page: Page, prefix: string, done: { project: number; task: number | string }): Promise<void> {
  await page.goto('/login/');
  await page.getByLabel('User name').waitFor();
  await picture(page, `${prefix}-1-login`);
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill('nadir-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('article').first().waitFor();
  await picture(page, `${prefix}-2-dashboard`);
  await page.goto(`/dashboard/?open=${done.task}`);
  await page.getByRole('button', { name: 'Show console' }).first().click();
  await page.getByText('Done!').waitFor();
  await page.getByLabel('Search the console').fill('9.JPG');
  await picture(page, `${prefix}-3-details`);
  await page.goto('/dashboard/');
  await page.getByRole('article').first().waitFor();
  await page.getByRole('region', { name: 'North quarry' }).scrollIntoViewIfNeeded();
  await page.mouse.wheel(0, 500);
  await picture(page, `${prefix}-4-failed`);
  await page.goto(`/map/project/${done.project}/task/${done.task}/`);
  await page.getByRole('toolbar').waitFor();
  await page.waitForTimeout(1500);
  await picture(page, `${prefix}-5-map`);
  await page.goto(`/map/project/${done.project}/task/${done.task}/?t=dsm`);
  await page.getByRole('toolbar').waitFor();
  await page.waitForTimeout(1500);
  if (prefix.startsWith('phone')) await page.getByRole('button', { name: 'Show layers' }).click();
  await picture(page, `${prefix}-6-map-dsm`);
  await page.goto('/processingnode/1/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await picture(page, `${prefix}-7-node`);
  await page.goto(`/dashboard/?new=${done.project}`);
  await page.getByRole('dialog').waitFor();
  await picture(page, `${prefix}-8-new-task-empty`);
  await page.locator('input[type=file][aria-label="Choose photos"]').setInputFiles(['../samples/brighton_beach/DJI_0018.JPG', '../samples/brighton_beach/DJI_0019.JPG', '../samples/brighton_beach/DJI_0026.JPG', '../samples/brighton_beach/DJI_0033.JPG', '../samples/brighton_beach/DJI_0034.JPG']);
  await page.getByText('5 with position').waitFor();
  await page.getByRole('button', { name: 'Adjust options' }).click();
  await page.getByText('Elevation models', { exact: true }).click();
  await picture(page, `${prefix}-9-new-task`);
  await furtherPages(page, prefix, done);
}

/** Dialogs that are opened from menus, and the pages of staff and accounts. */
async function furtherPages(page: Page, prefix: string, done: { project: number; task: number | string }): Promise<void> {
  await page.goto('/about/');
  await page.goto('/dashboard/');
  const menu = async (of: string, entry: string) => {
    await page.getByRole('button', { name: of }).click();
    await page.getByRole('menuitem', { name: entry }).click();
    await page.getByRole('dialog').waitFor();
  };
  const shut = () => page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();
  await menu('More actions: Brighton Beach', 'Share…');
  await page.getByText('Owner', { exact: true }).waitFor();
  await picture(page, `${prefix}-10-people`);
  await shut();
  await menu('More actions: Brighton Beach', 'Import…');
  await page.getByRole('radio', { name: 'Products' }).click();
  await picture(page, `${prefix}-11-import`);
  await shut();
  await page.goto(`/map/project/${done.project}/task/${done.task}/`);
  await page.getByRole('toolbar').waitFor();
  await page.getByRole('button', { name: 'Download' }).click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /Plant health/ }).waitFor();
  await picture(page, `${prefix}-12-export`);
  await shut();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByText('Anyone with the link can view').waitFor();
  await picture(page, `${prefix}-13-share`);
  await page.goto('/dashboard/');
  await page.getByRole('button', { name: 'Go on uploading…' }).click();
  await page.getByText('on the server', { exact: false }).first().waitFor();
  await picture(page, `${prefix}-14-resume`);
  await page.goto('/admin/users/');
  await page.getByRole('table').waitFor();
  await picture(page, `${prefix}-15-users`);
  await page.getByRole('button', { name: 'Edit maria' }).click();
  await page.getByText('Surveyors').waitFor();
  await picture(page, `${prefix}-16-user`);
  await page.goto('/account/tokens/');
  await page.getByText('No token yet').waitFor();
  await picture(page, `${prefix}-17-tokens`);
}
