import type { Browser, Page } from 'playwright-core';
import { startMock } from '../mock/server.ts';
import { accessibilityProblems, check, openBrowser, openPage, shoot } from './browser.ts';

// Sharing as people do it, against the mock: a link that strangers open, rights for others, and an end to both.
const mock = await startMock({ speed: 0.02 });
const project = mock.state.addProject('Brighton Beach', 'Shore line between pier and groyne.', ['coast']);
const task = mock.state.addTask(project, { name: 'Survey of June', images_count: 18, processing_time: 754_210 });
mock.state.complete(task);
const hidden = mock.state.addTask(project, { name: 'Night flight', images_count: 9, processing_time: 1000 });
mock.state.complete(hidden);
const browser = await openBrowser();
try {
  const { page, watch } = await openPage(browser, mock.url);
  page.setDefaultTimeout(15_000);
  await signIn(page);
  await shareTask(page, browser);
  await rights(page);
  await shareProject(page, browser);
  check(watch.problems.length === 0, `no console error, exception or foreign request ${watch.problems.join('; ')}`);
  console.log('Sharing: all good.');
} catch (error) {
  console.error(error);
  process.exitCode = 1;
  for (const context of browser.contexts()) for (const page of context.pages()) await shoot(page, 'failure').catch(() => undefined);
} finally {
  await browser.close();
  await mock.close();
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/login/');
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill('nadir-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('article').first().waitFor();
}

async function checked(page: Page, name: string): Promise<void> {
  await shoot(page, name);
  const problems = await accessibilityProblems(page);
  check(problems.length === 0, `${name} is accessible ${problems.join('; ')}`);
}

async function shareTask(page: Page, strangers: Browser): Promise<void> {
  await page.getByRole('button', { name: 'More actions: Survey of June' }).click();
  await page.getByRole('menuitem', { name: 'Share…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share “Survey of June”' });
  await dialog.waitFor();
  check(task.public !== true, 'to look at sharing shares nothing');
  await checked(page, 'share-1-private');
  await dialog.getByText('Anyone with the link can view').click();
  const link = await dialog.getByRole('textbox', { name: 'Link to the map' }).inputValue();
  check(link.endsWith(`/public/task/${task.public_id}/map/`), 'the link names the task by its UUID');
  await checked(page, 'share-2-link');
  const { page: stranger, watch } = await openPage(strangers, mock.url);
  await stranger.goto(`${link}?t=dsm`);
  await stranger.getByRole('radio', { name: 'Surface model', checked: true }).waitFor();
  await stranger.waitForTimeout(1200);
  check((await stranger.getByRole('button', { name: /Account of/ }).count()) === 0, 'strangers see no account');
  await checked(stranger, 'share-3-stranger');
  await stranger.getByRole('button', { name: 'Download' }).click();
  await stranger.getByRole('menuitem', { name: /Orthophoto GeoTIFF/ }).waitFor();
  check((await stranger.getByRole('menuitem', { name: /Backup/ }).count()) === 0, 'strangers are not offered the photos');
  const href = await stranger.getByRole('menuitem', { name: /Orthophoto GeoTIFF/ }).getAttribute('href');
  check((await stranger.request.get(href ?? '')).ok(), 'strangers can download');
  await stranger.goto(`/public/task/${task.public_id}/iframe/map/`);
  await stranger.getByRole('toolbar').waitFor();
  await stranger.waitForTimeout(1000);
  check((await stranger.getByRole('heading', { level: 1 }).count()) === 0, 'inside another page there is the map alone');
  await checked(stranger, 'share-4-embedded');
  check(watch.problems.length === 0, `strangers meet no error ${watch.problems.join('; ')}`);
  await stranger.goto(`/public/task/${hidden.public_id}/map/`);
  await stranger.getByText('This is not shared (any more)').waitFor();
  check(true, 'a task that is not shared stays hidden');
  await dialog.getByText('Anyone with the link can view').click();
  await dialog.getByText('Only people with rights').waitFor();
  await stranger.goto(link);
  await stranger.getByText('This is not shared (any more)').waitFor();
  await shoot(stranger, 'share-5-ended');
  check(true, 'the link is dead at once');
  await stranger.context().close();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
}

async function rights(page: Page): Promise<void> {
  await openProject(page);
  const dialog = page.getByRole('dialog', { name: 'Share “Brighton Beach”' });
  await dialog.getByRole('combobox', { name: 'Add a person or group' }).fill('mar');
  await page.getByRole('option', { name: /maria/ }).waitFor();
  await shoot(page, 'share-6-find');
  await page.getByRole('option', { name: /maria/ }).click();
  await dialog.getByRole('combobox', { name: 'Add a person or group' }).fill('Surv');
  await page.getByRole('option', { name: /Surveyors/ }).click();
  await dialog.getByRole('button', { name: /Rights of Surveyors/ }).click();
  await page.getByRole('option', { name: 'May view and change' }).click();
  await checked(page, 'share-7-people');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  const grants = JSON.stringify(mock.state.grants.get(project.id));
  check(grants === '[{"username":"maria","permissions":["view"]},{"groupname":"Surveyors","permissions":["add","change","delete","view"]}]', `rights are stored: ${grants}`);
  check(project.name === 'Brighton Beach' && project.description !== '' && project.tags?.[0] === 'coast', 'name, description and tags are untouched');
}

async function openProject(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More actions: Brighton Beach' }).click();
  await page.getByRole('menuitem', { name: 'Share…' }).click();
}

async function shareProject(page: Page, strangers: Browser): Promise<void> {
  await openProject(page);
  const dialog = page.getByRole('dialog', { name: 'Share “Brighton Beach”' });
  await dialog.getByText('maria', { exact: true }).waitFor();
  await dialog.getByRole('radio', { name: 'Link' }).click();
  await dialog.getByText('Anyone with the link can view').click();
  const link = await dialog.getByRole('textbox', { name: 'Link to the map' }).inputValue();
  check(link.endsWith(`/public/project/${project.public_id}/map/`), 'a project has its own public name');
  const { page: stranger, watch } = await openPage(strangers, mock.url, { viewport: { width: 390, height: 844 } });
  await stranger.goto(link);
  await stranger.getByRole('toolbar').waitFor();
  await stranger.waitForTimeout(1200);
  await checked(stranger, 'share-8-project-phone');
  check(watch.problems.length === 0, `strangers meet no error ${watch.problems.join('; ')}`);
}
