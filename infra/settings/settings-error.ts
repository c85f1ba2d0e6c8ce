/** A setting that turns out to be wrong when the platform is put together, whoever's file it is in. */
export class WrongSetting extends Error {
  /** @param path dotted, such as `quota.memory` */
  constructor(path: string, wrong: string) {
    super(`${path}: ${wrong}`);
    this.name = 'WrongSetting';
  }
}

/** Every problem of a stack's settings at once, one to a line; never the value of a secret. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The settings are not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'SettingsError';
    this.problems = problems;
  }
}
