import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** Runs axe; returns one line per violation. */
export async function violations(page: Page, onlyRules?: readonly string[]): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<Result> } };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
    const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: tags };
    const { violations } = await axe.run({ runOnly });
    return violations.flatMap((one) =>
      one.nodes.map((node) => `${one.id}: ${node.target} ${node.html.slice(0, 120)}`),
    );
  }, onlyRules);
}

interface Result {
  readonly violations: readonly { id: string; nodes: readonly { target: unknown; html: string }[] }[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
