import type { Page } from 'playwright-core';

/** Presses a button and waits for the resulting page. */
export async function press(page: Page, name: string): Promise<void> {
  const answered = page.waitForEvent('load');
  await page.getByRole('button', { name, exact: true }).click();
  await answered;
}
