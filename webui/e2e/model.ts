import type { Page } from 'playwright-core';
import { startMock } from '../mock/server.ts';
import { accessibilityProblems, check, openBrowser, openPage, shoot } from './browser.ts';

// The 3D view against the mock: drawn, turned, kept, and opened by strangers; with a compressed model as well.
const mock = await startMock({ speed: 0.02 });
const project = mock.state.addProject('Brighton Beach');
const task = mock.state.addTask(project, { name: 'Survey of June', images_count: 18, processing_time: 754_210 });
mock.state.complete(task);
const browser = await openBrowser(['--enable-unsafe-swiftshader']);
const address = `/3d/project/${project.id}/task/${task.id}/`;
try {
  const { page, watch } = await openPage(browser, mock.url);
  page.setDefaultTimeout(60_000);
  await page.goto(address);
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill('nadir-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await drawn(page);
  await checked(page, 'model-1');
  await turn(page);
  await keep(page);
  mock.state.packedModels = true;
  await page.goto(address);
  await drawn(page);
  await shoot(page, 'model-4-packed');
  check(true, 'a compressed model is drawn');
  await strangers();
  const problems = watch.problems.filter((problem) => !/GPU stall|swiftshader/i.test(problem));
  check(problems.length === 0, `no console error, exception or foreign request ${problems.join('; ')}`);
  console.log('3D: all good.');
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

/** How many different colours the picture of the canvas has: a blank one has few. */
async function colors(page: Page): Promise<number> {
  const png = (await page.locator('.model-canvas').screenshot()).toString('base64');
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    if (!context) return 0;
    context.drawImage(image, 0, 0);
    const { data: pixels } = context.getImageData(image.width * 0.3, image.height * 0.3, image.width * 0.4, image.height * 0.4);
    const found = new Set<number>();
    for (let at = 0; at < pixels.length; at += 4) found.add(((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0));
    return found.size;
  }, png);
}

async function drawn(page: Page): Promise<void> {
  await page.locator('.model-canvas[data-ready="true"]').waitFor();
  await page.waitForTimeout(1500);
  const found = await colors(page);
  check(found > 500, `the model is drawn with its photos (${found} colours)`);
}

async function turn(page: Page): Promise<void> {
  const before = await page.locator('.model-canvas').screenshot();
  await page.locator('.model-canvas').focus();
  for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('+');
  await page.waitForTimeout(1200);
  check(!before.equals(await page.locator('.model-canvas').screenshot()), 'keys turn the model');
  await page.getByRole('button', { name: 'Surface without photos' }).click();
  await page.waitForTimeout(800);
  await checked(page, 'model-2-surface');
}

async function keep(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Keep this view for everybody' }).click();
  await page.getByText('The view was kept.').waitFor();
  const scene = mock.state.scenes.get(String(task.id)) as { view?: { position?: number[] }; appearance?: string; type?: string };
  check(scene.view?.position?.length === 3 && scene.appearance === 'surface' && scene.type === 'Potree', 'view and look are stored');
  const before = JSON.stringify(scene.view?.position);
  await page.reload();
  await page.locator('.model-canvas[data-ready="true"]').waitFor();
  await page.waitForTimeout(800);
  check((await page.getByRole('button', { name: 'Surface without photos', pressed: true }).count()) === 1, 'the look is found again');
  await page.getByRole('button', { name: 'Keep this view for everybody' }).click();
  await page.getByText('The view was kept.').waitFor();
  const after = (mock.state.scenes.get(String(task.id)) as { view: { position: number[] } }).view.position;
  const moved = (JSON.parse(before) as number[]).reduce((most, value, index) => Math.max(most, Math.abs(value - (after[index] ?? 0))), 0);
  check(moved < 1e-6, `the view is found again to a micrometre (${moved})`);
  await shoot(page, 'model-3-kept');
  await page.getByRole('button', { name: 'Surface without photos' }).click();
  mock.state.scenes.clear();
}

async function strangers(): Promise<void> {
  task.public = true;
  mock.state.packedModels = false;
  const { page, watch } = await openPage(browser, mock.url, { viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: 'dark' });
  page.setDefaultTimeout(60_000);
  await page.goto(`/public/task/${task.public_id}/3d/`);
  await drawn(page);
  await checked(page, 'model-5-stranger-phone');
  check((await page.getByRole('button', { name: 'Keep this view for everybody' }).count()) === 0, 'strangers change nothing');
  await page.getByRole('link', { name: 'Map' }).click();
  await page.getByRole('toolbar').waitFor();
  check(new URL(page.url()).pathname === `/public/task/${task.public_id}/map/`, 'strangers find the map');
  const problems = watch.problems.filter((problem) => !/GPU stall|swiftshader/i.test(problem));
  check(problems.length === 0, `strangers meet no error ${problems.join('; ')}`);
  await page.context().close();
}
