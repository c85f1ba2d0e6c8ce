import { momentText, type Writing } from '../../format-days-and-times.ts';
import type { ImportEntry } from '../../imports/import-history.ts';
import type { FileJobKind, FileJobState } from '../../imports/request-and-cancel-worker-jobs.ts';
import { hiddenFields } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { type PlainKey, say } from '../../words/say.ts';

export interface ProgressView {
  readonly book: { readonly id: string; readonly timeZone: string };
  readonly csrf: string;
  readonly writing: Writing;
  /** The draft or import. */
  readonly file: { readonly id: string; readonly name: string; readonly state?: ImportEntry['state'] };
  readonly job: FileJobState;
}

/** A file while a worker reads it, imports it, or undoes its import. */
export function progressPage({ book, csrf, writing, file, job }: ProgressView): Markup {
  const path = `/books/${book.id}/imports/${file.id}`;
  const { done, total, said } = progressOf(job, { writing, timeZone: book.timeZone });
  const words = WORDS[job.kind === 'undo-import' && file.state === 'undone' ? 'bring-back' : job.kind];
  const value = total > 0 ? html` value="${String(done)}" max="${String(total)}"` : '';
  return html`<h1>${say(words.title, { name: file.name })}</h1>
<section class="card progress" data-progress="${path}/progress">
<progress aria-labelledby="progress-said"!${value}></progress>
<p id="progress-said" role="status">${said}</p>
<p class="quiet">${say(words.goesOn)}</p>
</section>
<form class="aside" method="post" action="${path}/cancel">!${hiddenFields(csrf)}<button class="secondary">${say('imports.stop')}</button><small>${say(words.stop)}</small></form>`;
}

const WORDS = {
  'read-file': { title: 'imports.readingTitle', goesOn: 'imports.readGoesOn', stop: 'imports.stopHint' },
  'import-file': {
    title: 'imports.importingTitle',
    goesOn: 'imports.importGoesOn',
    stop: 'imports.stopHint',
  },
  'undo-import': {
    title: 'imports.undoingTitle',
    goesOn: 'imports.undoGoesOn',
    stop: 'imports.stopUndoHint',
  },
  'bring-back': {
    title: 'imports.bringingBackTitle',
    goesOn: 'imports.importGoesOn',
    stop: 'imports.stopUndoHint',
  },
} as const;

/** How far a job is: rows for the bar, none while they are not counted, and a sentence. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly said: string;
}

export function progressOf(
  job: FileJobState,
  { writing, timeZone }: { readonly writing: Writing; readonly timeZone: string },
): Progress {
  const { done, total } = job;
  return { done, total, said: wordsOf(job, writing, timeZone) };
}

function wordsOf(job: FileJobState, writing: Writing, timeZone: string): string {
  const { kind, done, total, attempts, nextAt, running, error, cancelled } = job;
  if (cancelled) return say('imports.isStopped');
  if (error !== null && !running) {
    const at = momentText(nextAt, writing.locale, timeZone);
    return `${failureWords(job)} ${say('imports.triedAgain', { at })}`;
  }
  if (attempts === 0) return say('imports.waitsForTurn');
  if (total === 0) return say(BEGINNINGS[kind]);
  if (done < total) return say('imports.rowsWritten', { done, total });
  return say(kind === 'undo-import' ? 'imports.undoIsChecked' : 'imports.isChecked');
}

const BEGINNINGS = {
  'read-file': 'imports.isRead',
  'import-file': 'imports.isCompared',
  'undo-import': 'imports.undoBegins',
} as const satisfies Record<FileJobKind, PlainKey>;

/** Why the last attempt failed. */
export function failureWords({ error, kind }: Pick<FileJobState, 'error' | 'kind'>): string {
  if (error === 'PostgresError 53100') return say('errors.full');
  if (error?.startsWith('NothingToDoError')) return say('imports.noneUndone');
  const isUndo = kind === 'undo-import';
  const isTooHard = error?.startsWith('TooHardError');
  const why = say(!isTooHard ? 'imports.jobFailed' : isUndo ? 'imports.undoTooHard' : 'bankFiles.tooHard');
  if (isUndo) return `${why} ${say('web.unchanged')}`;
  return kind === 'import-file' ? `${why} ${say('imports.nothingWentIn')}` : why;
}

/** A large file that no worker has read: it was stopped, or could not be read. */
export function unreadPage({
  book,
  csrf,
  file,
  job,
}: Pick<ProgressView, 'book' | 'csrf' | 'file'> & { readonly job: FileJobState | undefined }): Markup {
  const path = `/books/${book.id}/imports/${file.id}`;
  const text = job === undefined ? say('imports.notReadYet') : failureWords(job);
  return html`<h1>${say('imports.draftTitle', { name: file.name })}</h1>
<section class="card"><p>${text}</p><form method="post" action="${path}">!${hiddenFields(csrf)}<button name="intent" value="read">${say('imports.readNow')}</button></form></section>
<form class="aside" method="post" action="${path}/discard">!${hiddenFields(csrf)}<button class="secondary">${say('imports.discard')}</button><small>${say('imports.discardHint')}</small></form>`;
}
