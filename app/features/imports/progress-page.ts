import { momentText, type Writing } from '../../calendar.ts';
import type { Draft } from '../../imports/drafts.ts';
import type { FileJobState } from '../../imports/request-file-job.ts';
import { hiddenFields } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';

export interface ProgressView {
  readonly book: { readonly id: string; readonly timeZone: string };
  readonly csrf: string;
  readonly writing: Writing;
  readonly draft: Draft;
  readonly job: FileJobState;
}

/** A file while a worker reads or imports it. */
export function progressPage({ book, csrf, writing, draft, job }: ProgressView): Markup {
  const path = `/books/${book.id}/imports/${draft.id}`;
  const { done, total, said } = progressOf(job, { writing, timeZone: book.timeZone });
  const isImport = job.kind === 'import-file';
  const title = say(isImport ? 'imports.importingTitle' : 'imports.readingTitle', { name: draft.name });
  const value = total > 0 ? html` value="${String(done)}" max="${String(total)}"` : '';
  return html`<h1>${title}</h1>
<section class="card progress" data-progress="${path}/progress">
<progress aria-labelledby="progress-said"!${value}></progress>
<p id="progress-said" role="status">${said}</p>
<p class="quiet">${say(isImport ? 'imports.importGoesOn' : 'imports.readGoesOn')}</p>
</section>
<form class="aside" method="post" action="${path}/cancel">!${hiddenFields(csrf)}<button class="secondary">${say('imports.stop')}</button><small>${say('imports.stopHint')}</small></form>`;
}

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
  if (total === 0) return say(kind === 'read-file' ? 'imports.isRead' : 'imports.isCompared');
  return done < total ? say('imports.rowsWritten', { done, total }) : say('imports.isChecked');
}

/** Why the last attempt failed. */
export function failureWords({ error, kind }: Pick<FileJobState, 'error' | 'kind'>): string {
  const nothing = kind === 'import-file' ? ` ${say('imports.nothingWentIn')}` : '';
  if (error === 'PostgresError 53100') return say('errors.full');
  if (error?.startsWith('TooHardError')) return `${say('bankFiles.tooHard')}${nothing}`;
  return `${say('imports.jobFailed')}${nothing}`;
}

/** A large file that no worker has read: it was stopped, or could not be read. */
export function unreadPage({
  book,
  csrf,
  draft,
  job,
}: Pick<ProgressView, 'book' | 'csrf' | 'draft'> & { readonly job: FileJobState | undefined }): Markup {
  const path = `/books/${book.id}/imports/${draft.id}`;
  const text = job === undefined ? say('imports.notReadYet') : failureWords(job);
  return html`<h1>${say('imports.draftTitle', { name: draft.name })}</h1>
<section class="card"><p>${text}</p><form method="post" action="${path}">!${hiddenFields(csrf)}<button name="intent" value="read">${say('imports.readNow')}</button></form></section>
<form class="aside" method="post" action="${path}/discard">!${hiddenFields(csrf)}<button class="secondary">${say('imports.discard')}</button><small>${say('imports.discardHint')}</small></form>`;
}
