import type { Page } from 'playwright-core';
import { startMock } from '../mock/server.ts';
import { accessibilityProblems, check, openBrowser, openPage, shoot } from './browser.ts';

// What staff do, and what everybody may do with tokens, against the mock.
const mock = await startMock({ speed: 0.02 });
mock.state.addProject('Brighton Beach');
const browser = await openBrowser();
try {
  const { page, watch } = await openPage(browser, mock.url);
  page.setDefaultTimeout(15_000);
  await page.goto('/admin/users/');
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill('nadir-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Users' }).waitFor();
  check(true, 'the address is kept through signing in');
  await users(page);
  await groups(page);
  await quotas(page);
  await tokens(page);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const name of ['users', 'groups', 'quotas']) {
    await page.goto(`/admin/${name}/`);
    await page.getByRole('table').waitFor();
    await checked(page, `admin-9-phone-${name}`);
  }
  const problems = watch.problems.filter((problem) => !/400 .*admin\/users/.test(problem));
  check(problems.length === 0, `no console error, exception or foreign request ${problems.join('; ')}`);
  console.log('Administration: all good.');
} catch (error) {
  console.error(error);
  process.exitCode = 1;
  for (const context of browser.contexts()) for (const page of context.pages()) await shoot(page, 'failure').catch(() => undefined);
} finally {
  await browser.close();
  await mock.close();
}

async function checked(page: Page, name: string): Promise<void> {
  await shoot(page, name);
  const problems = await accessibilityProblems(page);
  check(problems.length === 0, `${name} is accessible ${problems.join('; ')}`);
}

async function users(page: Page): Promise<void> {
  await checked(page, 'admin-1-users');
  await page.getByRole('button', { name: 'Add a user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a user' });
  await dialog.getByLabel('User name').fill('maria');
  await dialog.getByLabel('Password', { exact: true }).fill('long-enough');
  await dialog.getByText('Surveyors').click();
  await checked(page, 'admin-2-add-user');
  await dialog.getByRole('button', { name: 'Add a user' }).click();
  await dialog.getByText('A user with that username already exists.').first().waitFor();
  check(true, 'what the server refuses stands at its field');
  await dialog.getByLabel('User name').fill('petra');
  await dialog.getByRole('button', { name: 'Add a user' }).click();
  await page.getByRole('row', { name: /petra/ }).waitFor();
  const petra = mock.state.users.find((user) => user.username === 'petra');
  check(petra?.groups.includes(2) === true, 'the new user is in the group chosen');
  await page.getByRole('button', { name: 'Edit petra' }).click();
  const edit = page.getByRole('dialog', { name: 'User “petra”' });
  await edit.getByText('Staff: may use these pages').click();
  await edit.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('row', { name: /petra.*Staff/ }).waitFor();
  check(petra?.is_staff === true, 'rights are changed');
  await page.getByRole('button', { name: 'Delete petra' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('row', { name: /petra/ }).waitFor({ state: 'detached' });
  check((await page.getByRole('button', { name: 'Delete admin' }).count()) === 0, 'nobody deletes himself');
}

async function groups(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Groups' }).click();
  await page.getByRole('button', { name: 'Add a group' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a group' });
  await dialog.getByLabel('Group', { exact: true }).fill('Clients');
  await dialog.getByRole('group', { name: 'Projects' }).getByText('View').click();
  await checked(page, 'admin-3-group');
  await dialog.getByRole('button', { name: 'Add a group' }).click();
  await page.getByRole('row', { name: /Clients.*1 right/ }).waitFor();
  check(mock.state.groups.find((group) => group.name === 'Clients')?.permissions.join() === '20', 'the right goes by its number in the catalogue');
  await checked(page, 'admin-4-groups');
}

async function quotas(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Quotas' }).click();
  await page.getByRole('button', { name: 'Edit jonas' }).click();
  const dialog = page.getByRole('dialog', { name: 'Quota of jonas' });
  await dialog.getByText('No limit').click();
  await dialog.getByLabel('Megabytes').fill('a lot');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Enter a number of 0 or more.').waitFor();
  await dialog.getByLabel('Megabytes').fill('20480');
  await dialog.getByLabel('Hours to clear up').fill('48');
  await checked(page, 'admin-5-quota');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/“jonas” has until/).waitFor();
  check(mock.state.profiles.find((profile) => profile.user === 3)?.quota === 20480, 'the quota is stored');
  await checked(page, 'admin-6-quotas');
}

async function tokens(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Account of admin' }).click();
  await page.getByRole('menuitem', { name: 'API tokens' }).click();
  await page.getByText('No token yet').waitFor();
  await page.getByRole('button', { name: 'New token' }).click();
  const dialog = page.getByRole('dialog', { name: 'New token' });
  await dialog.getByLabel('Name').fill('QGIS');
  await dialog.getByRole('button', { name: /Project/ }).click();
  await page.getByRole('option', { name: 'Brighton Beach' }).click();
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const secret = page.getByRole('dialog', { name: 'Token “QGIS”' });
  check((await secret.getByRole('textbox', { name: 'Token' }).inputValue()).length > 20, 'the secret is shown');
  await checked(page, 'admin-7-secret');
  await secret.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('row', { name: /QGIS.*Reading.*Brighton Beach/ }).waitFor();
  await checked(page, 'admin-8-tokens');
  await page.getByRole('button', { name: 'Take back QGIS' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Take back' }).click();
  await page.getByText('No token yet').waitFor();
  check(mock.state.tokens.length === 0, 'a token is taken back');
}
