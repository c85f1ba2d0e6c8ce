import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStackFile, SettingsError, settingsFrom } from './read-settings-from-stack-file-or-pulumi.ts';

const root = join(import.meta.dirname, '../..');
const web = { image: 'finance-platform/web:0.1.0' };

describe('readStackFile', () => {
  const stacks = readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

  it('finds the stacks of the project', () => {
    expect(stacks).toEqual(expect.arrayContaining(['dev', 'prod']));
  });

  it.each(stacks)('reads the stack %s from wherever it is called', (stack) => {
    expect(readStackFile(stack)).toEqual(readStackFile(stack, root));
  });

  it('keeps an encrypted value closed, and not even its ciphertext', () => {
    const { secrets } = readStackFile('mail', join(import.meta.dirname, 'fixtures/accepted'));
    expect(() => secrets.smtpPassword?.reveal()).toThrow('by Pulumi only');
    expect(String(secrets.smtpPassword)).toBe('[secure]');
  });

  it('names the stack files that there are when one is missing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'finance-settings-'));
    writeFileSync(join(folder, 'Pulumi.test.yaml'), '');
    const missing = `Pulumi.staging.yaml: is missing in ${folder}; stack files there: Pulumi.test.yaml`;
    expect(() => readStackFile('staging', folder)).toThrow(missing);
  });

  it.each(['../prod', '', 'a/b'])('refuses "%s" as the name of a stack', (stack) => {
    expect(() => readStackFile(stack, root)).toThrow(SettingsError);
  });

  it('does not quote the line of a file that is no YAML, where a secret may be', () => {
    const folder = mkdtempSync(join(tmpdir(), 'finance-settings-'));
    writeFileSync(join(folder, 'Pulumi.test.yaml'), 'config:\n  finance-platform:secrets: [hunter2\n');
    const refused = () => readStackFile('test', folder);
    expect(refused).toThrow(/Pulumi\.test\.yaml: line 3, column 1: is no YAML/);
    expect(refused).not.toThrow(/hunter2/);
  });
});

describe('settingsFrom', () => {
  const mail = { host: 'smtp.example.com', from: 'finance@example.com' };

  it('gives the same settings as the file that Pulumi read', () => {
    expect(settingsFrom({ web, mail: undefined }, 'Pulumi.test.yaml')).toEqual(
      readStackFile('smallest', join(import.meta.dirname, 'fixtures/accepted')),
    );
  });

  it('lets people sign up by invitation alone, whatever the name of the stack', () => {
    for (const stack of ['dev', 'prod', 'test'])
      expect(settingsFrom({ web }, `Pulumi.${stack}.yaml`).web.signUp).toBe('invited');
    expect(readStackFile('dev').web.signUp).toBe('open'); // set in its file
    expect(readStackFile('prod').web.signUp).toBe('invited');
  });

  it('wraps what Pulumi decrypted, so that only asking for it gives it', () => {
    const secrets = { smtpUser: 'mailer', smtpPassword: 'hunter2' };
    const settings = settingsFrom({ web, mail, secrets }, 'Pulumi.test.yaml');
    expect(settings.secrets.smtpPassword?.reveal()).toBe('hunter2');
    expect(JSON.stringify(settings)).not.toContain('hunter2');
  });

  it.each([
    { secrets: { smtpPassword: 'hunter2', smtpUsr: 'hunter2', rotation: 'hunter2' } },
    { secrets: 'hunter2' },
    { secrets: ['hunter2'] },
    { secrets: { smtpPassword: { value: 'hunter2' } } },
    { database: { name: 'hunter2!', hunter: { name: 'hunter2' } } },
  ])('does not tell a secret that is in the wrong place: %j', (groups) => {
    const message = refusal({ web, mail, ...groups }, ['database']);
    expect(message).not.toContain('hunter2');
    expect(message).toContain('Pulumi.test.yaml: ');
  });

  it('tells every problem at once, each with the file and the path', () => {
    const message = refusal({ web: { image: 'web', drainSeconds: 0 }, uploads: { size: 5 } });
    expect(message.split('\n').slice(1, -1)).toEqual([
      expect.stringMatching(/^ {2}Pulumi\.test\.yaml: web\.image: must be .*; got "web"$/),
      expect.stringMatching(/^ {2}Pulumi\.test\.yaml: web\.drainSeconds: must be .*; got 0$/),
      expect.stringMatching(/^ {2}Pulumi\.test\.yaml: uploads\.size: must be .*; got 5$/),
    ]);
  });

  it('ends with where to read on, which is there', () => {
    const last = refusal({ web: {} }).split('\n').at(-1);
    expect(last).toBe('Each setting is explained in infra/settings/REFERENCE.md');
    expect(existsSync(join(root, 'infra/settings/REFERENCE.md'))).toBe(true);
  });

  it.each(['__proto__', 'constructor', 'toString'])('takes no setting called %s', (key) => {
    const groups = JSON.parse(`{ "web": { "image": "a:1", "${key}": 1 } }`);
    expect(refusal(groups)).toContain(`web.${key}: is unknown`);
  });
});

function refusal(groups: Record<string, unknown>, encrypted: readonly string[] = []): string {
  try {
    settingsFrom(groups, 'Pulumi.test.yaml', encrypted);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}
