/** State of a machine, as far as the tests depend on it. */
export interface Machine {
  /** Operating system; undefined when we do not know how it installs packages. */
  readonly system: System | undefined;
  readonly isRoot: boolean;
  /** Tells whether a command is on the path. */
  readonly has: (command: string) => boolean;
  /** True when a Chromium starts. */
  readonly hasBrowser: boolean;
}

export type System = 'debian' | 'ubuntu' | 'macos';

/** Missing prerequisites of the tests, and how to install them. */
export interface Setup {
  /** Missing commands, for example `redis-server`; empty when everything is there. */
  readonly missing: readonly string[];
  /**
   * Makes the shell command that installs them; undefined on a system that we do not know.
   *
   * @param sudo Command to become root: `sudo`, which asks for a password, or `sudo -n`, which fails rather than ask
   */
  readonly line: (sudo: string) => string | undefined;
}

/** Finds out what is missing; installs nothing. */
export function setup({ system, isRoot, has, hasBrowser }: Machine): Setup {
  const lacking = COMMANDS.filter(({ name, forRoot = false }) => !has(name) && (isRoot || !forRoot));
  return {
    missing: [...lacking.map(({ name }) => name), ...(hasBrowser ? [] : ['chromium'])],
    line: (sudo) => system && LINES[system](lacking, !hasBrowser, isRoot ? '' : `${sudo} `),
  };
}

interface Command {
  readonly name: string;
  /** Debian package. @default the name of the command */
  readonly debian?: string;
  /** Homebrew formula. @default the name of the command */
  readonly brew?: string;
  /** True when only tests that must run as root need it. @default false */
  readonly forRoot?: boolean;
}

const COMMANDS: readonly Command[] = [
  { name: 'redis-server', brew: 'redis' },
  { name: 'curl' },
  { name: 'openssl' },
  { name: 'shellcheck' },
  { name: 'iptables', forRoot: true },
  { name: 'ip', debian: 'iproute2', forRoot: true },
];

type Line = (commands: readonly Command[], browser: boolean, root: string) => string;

const LINES: Readonly<Record<System, Line>> = {
  debian: (commands, browser, root) =>
    apt(
      [...commands.map(({ name, debian = name }) => debian), ...(browser ? ['chromium-headless-shell'] : [])],
      root,
    ),
  // Ubuntu's chromium is an empty package that leads to a snap. Playwright runs sudo itself.
  ubuntu: (commands, browser, root) =>
    both(
      LINES.debian(commands, false, root),
      browser ? 'npx playwright-core install --with-deps chromium' : '',
    ),
  macos: (commands, browser) =>
    both(
      commands.length > 0 ? `brew install ${commands.map(({ name, brew = name }) => brew).join(' ')}` : '',
      browser ? 'npx playwright-core install chromium' : '',
    ),
};

function apt(packages: readonly string[], root: string): string {
  if (packages.length === 0) return '';
  // On a freshly booted machine, automatic updates hold the lock.
  const wait = '-o DPkg::Lock::Timeout=120';
  const install = `apt-get install -y --no-install-recommends ${wait} ${packages.join(' ')}`;
  return both(`${root}apt-get update`, `${root}${install}`);
}

function both(one: string, other: string): string {
  return [one, other].filter((part) => part !== '').join(' && ');
}
