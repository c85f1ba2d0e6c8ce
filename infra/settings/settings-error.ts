import { Problem } from '../command/problem.ts';

/** The page that explains every setting, from the root of the project. */
export const REFERENCE = 'infra/settings/REFERENCE.md';

/** A setting that turns out to be wrong at synthesis, from whatever stack file. */
export class WrongSetting extends Error {
  /** @param path dotted, such as `quota.memory` */
  constructor(path: string, wrong: string) {
    super(`${path}: ${wrong}`);
    this.name = 'WrongSetting';
  }
}

/** All problems of a stack's settings at once, one to a line, then where to read on; never the value of a secret. */
export class SettingsError extends Problem {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const lines = problems.map((problem) => `  ${problem}`).join('\n');
    super(`The settings are not usable:\n${lines}\nEach setting is explained in ${REFERENCE}`);
    this.name = 'SettingsError';
    this.problems = problems;
  }
}
