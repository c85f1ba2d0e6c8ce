import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DeclaredValue } from '../workloads/secrets/declared-value-types.ts';
import { keptValues, SUPERUSER } from './local-secrets.ts';

const session: DeclaredValue = { token: 'session.secret', made: { by: 'random', length: 64, rotation: 1 } };
const mail: DeclaredValue = { token: 'smtp.user', made: { by: 'setting', path: 'smtpUser' } };

describe('keptValues', () => {
  it('makes what is random, for its owner only', () => {
    const { file, database } = start();
    const values = keptValues(file, [session, mail], database);
    expect([...values.keys()]).toEqual([SUPERUSER, 'session.secret']);
    expect(values.get('session.secret')).toHaveLength(64);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('keeps it, and makes only what is new', () => {
    const { file, database } = start();
    const first = keptValues(file, [], database);
    const second = keptValues(file, [session], database);
    expect(second.get(SUPERUSER)).toBe(first.get(SUPERUSER));
    expect(keptValues(file, [session], database)).toEqual(second);
  });

  it('does not make new passwords for a database that has others', () => {
    const { file, database } = start();
    mkdirSync(database);
    expect(() => keptValues(file, [session], database)).toThrow(`${file} is gone, and with it the passwords`);
  });

  it.each(['', '{', '[]', '{"session.secret":1}'])('refuses a file of "%s", and leaves it', (text) => {
    const { file, database } = start();
    writeFileSync(file, text);
    expect(() => keptValues(file, [session], database)).toThrow('is not as it was written');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

function start() {
  const folder = mkdtempSync(join(tmpdir(), 'finance-values-'));
  return { file: join(folder, 'secrets.json'), database: join(folder, 'data') };
}
