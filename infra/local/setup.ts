/** A machine, as far as it matters for what the tests need. */
export interface Machine {
  /** Nothing where we do not know how packages are installed. */
  readonly system: System | undefined;
  readonly isRoot: boolean;
  /** Whether a command can be found. */
  readonly has: (command: string) => boolean;
  /** Whether a Chromium starts. */
  readonly hasBrowser: boolean;
}

export type System = 'debian' | 'ubuntu' | 'macos';

/** What the tests lack on a machine, and the way to get it. */
export interface Setup {
  /** Such as `redis-server`; empty where everything is there. */
  readonly missing: readonly string[];
  /**
   * The line for a shell that brings it; nothing where we know none.
   *
   * @param sudo How somebody who is not root becomes it: `sudo` asks for a password, `sudo -n` asks nobody.
   */
  readonly line: (sudo: string) => string | undefined;
}

/** Says what is missing; installs nothing. */
export function setup({ system, isRoot, has, hasBrowser }: Machine): Setup {
  const lacking = COMMANDS.filter(({ name, forRoot = false }) => !has(name) && (isRoot || !forRoot));
  return {
    missing: [...lacking.map(({ name }) => name), ...(hasBrowser ? [] : ['chromium'])],
    line: (sudo) => system && LINES[system](lacking, !hasBrowser, isRoot ? '' : `${sudo} `),
  };
}

interface Command {
  readonly name: string;
  /** Package of Debian. @default its name */
  readonly debian?: string;
  /** Formula of Homebrew. @default its name */
  readonly brew?: string;
  /** Whether only tests that root alone may run need it. @default false */
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
    apt([...commands.map(({ name, debian = name }) => debian), ...(browser ? ['chromium'] : [])], root),
  // Its chromium is an empty package that leads to a snap. Playwright becomes root by itself.
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
  // On a machine that has just started, its own updates hold the lock.
  const wait = '-o DPkg::Lock::Timeout=120';
  const install = `apt-get install -y --no-install-recommends ${wait} ${packages.join(' ')}`;
  return both(`${root}apt-get update`, `${root}${install}`);
}

function both(one: string, other: string): string {
  return [one, other].filter((part) => part !== '').join(' && ');
}
