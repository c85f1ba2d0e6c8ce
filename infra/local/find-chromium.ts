import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { isExecutable, onPath } from './find-command.ts';

/** Places to look for a browser in. */
export interface Places {
  /** `CHROME_PATH` names the only browser to take; without it, the usual ones are looked up on `PATH`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Path of Playwright's own, for example `~/.cache/ms-playwright/chromium-1255/chrome-linux64/chrome`. */
  readonly playwright: string;
  /** Folder of the applications of macOS, none of which is on the path. */
  readonly applications: string;
}

/**
 * Path of the Chromium that the tests drive; undefined when none starts. A file is not enough: Ubuntu's `chromium-browser`
 * is a script that only names a snap, and Playwright's own may lack libraries.
 */
export function findChromium(places: Places = here()): string | undefined {
  return candidates(places).find((file) => {
    const { status } = spawnSync(file, ['--version'], { env: { ...places.env }, stdio: 'ignore' });
    return status === 0;
  });
}

function here(): Places {
  return { env: process.env, playwright: chromium.executablePath(), applications: '/Applications' };
}

function candidates({ env, playwright, applications }: Places): readonly string[] {
  const named = env['CHROME_PATH'];
  if (named) return [named];
  const apps = APPS.map((name) => `${applications}/${name}.app/Contents/MacOS/${name}`);
  const path = env['PATH'];
  return [
    ...onPath([HEADLESS], path),
    ...ofPlaywright(playwright),
    ...onPath(NAMES, path),
    ...apps.filter(isExecutable),
  ];
}

/** The revision that this version of Playwright expects, then those that other versions installed, newest first. */
function ofPlaywright(own: string): readonly string[] {
  const [, folder = '', revision = '', rest = ''] = /^(.+\/)chromium-(\d+)(\/.+)$/.exec(own) ?? [];
  const entries = existsSync(folder) ? readdirSync(folder) : [];
  const others = entries.flatMap((name) => /^chromium-(\d+)$/.exec(name)?.[1] ?? []);
  const newestFirst = others.toSorted((one, other) => Number(other) - Number(one));
  const revisions = new Set([revision, ...newestFirst]);
  return [...revisions].map((number) => `${folder}chromium-${number}${rest}`).filter(isExecutable);
}

/** Debian's Chromium without windows, which takes half the processor time of the whole one. */
const HEADLESS = 'chromium-headless-shell';
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
