import { beforeEach, describe, expect, it } from 'vitest';
import { connectAsWorker } from '../testing/connect-as-worker.ts';
import { type Household, household } from '../testing/household.ts';
import { opened } from '../testing/start-app.ts';
import { keepDraft } from './keep-uploaded-files-and-choices.ts';
import { cancelFileJob, fileJobState, putFileJob } from './request-and-cancel-worker-jobs.ts';

let home: Household;
let draft: string;
beforeEach(async () => {
  home = await household();
  draft = await home.write((sql) => keepDraft(sql, home.book, home.ada.person, file));
});

const file = { name: 'a.csv', bytes: Buffer.from('Date,Amount\n2026-01-02,1.00') };
const put = () => home.write((sql) => putFileJob(sql, 'import-file', draft));
const state = () => home.read((sql) => fileJobState(sql, draft));

describe('a job about a file', () => {
  it('is put once, by the person whose draft it is', async () => {
    await Promise.all([put(), put(), put()]);
    expect(await home.rows`select kind from worker.job where night is null`).toEqual([
      { kind: 'import-file' },
    ]);
    const ben = await home.signedIn('Ben');
    await home.admit(ben, 'editor');
    const other = await home.write((sql) =>
      keepDraft(sql, home.book, home.ada.person, { ...file, bytes: Buffer.from('Date,Amount\n') }),
    );
    await home.database.write({ book: opened(ben, home.book), key: 'x' }, (sql) =>
      putFileJob(sql, 'import-file', other),
    );
    expect(await home.rows`select from worker.job where night is null`).toHaveLength(1);
    const isPut = home.write((sql) => sql`select put_file_job('expire-jobs', ${other})`);
    await expect(isPut).rejects.toMatchObject({ code: '23514' });
  });

  it('is seen and stopped by members of its book alone', async () => {
    await put();
    expect(await state()).toMatchObject({ kind: 'import-file', done: 0, total: 0, attempts: 0, error: null });
    const eve = await home.signedIn('Eve');
    const asEve = await home.database.write({ book: opened(eve), key: 'x' }, async (sql) => {
      await cancelFileJob(sql, draft);
      return (await fileJobState(sql, draft)) ?? null;
    });
    expect(asEve).toBeNull();
    expect(await state()).toBeDefined();
    await home.write((sql) => cancelFileJob(sql, draft));
    expect(await state()).toBeUndefined();
  });

  it('that failed for good is told, until it is put again', async () => {
    await put();
    const worker = connectAsWorker(home);
    const [job] = await worker<{ id: string; attempt: number }[]>`
      select * from worker.take_job(${['import-file']})`;
    if (!job) throw new Error('there is no job');
    const { id, attempt } = job;
    await worker`select worker.give_up_job(${id}, ${attempt}, 'TooHardError: it took too long')`;
    expect(await state()).toMatchObject({ hasFailed: true, error: 'TooHardError: it took too long' });
    await put();
    expect(await state()).toMatchObject({ hasFailed: false, error: null });
  });
});
