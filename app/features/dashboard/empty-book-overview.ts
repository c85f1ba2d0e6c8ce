import { hiddenFields } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { type IconName, icon } from '../../web/icons.ts';
import { say } from '../../words/say.ts';

export interface FirstStepsView {
  readonly book: { readonly id: string; readonly name: string; readonly role: string };
  readonly csrf: string;
  /** Id of the person's sample book. @default none */
  readonly sample?: string | undefined;
}

/** What the overview of an empty book shows: three ways to begin, for those who may write in it. */
export function firstSteps({ book, csrf, sample }: FirstStepsView): Markup {
  const welcome = html`<h1>${say('dashboard.welcome', { book: book.name })}</h1>`;
  if (book.role === 'viewer')
    return html`<div class="card empty narrow">!${icon('overview')}!${welcome}<p>${say('dashboard.emptyForViewer')}</p></div>`;
  const path = `/books/${book.id}`;
  return html`<div class="first">!${welcome}<p class="lead">${say('dashboard.firstSteps')}</p>
<ul class="doors">
<li><a class="card door" href="${path}/imports">!${inside('import', say('dashboard.byFile'), say('dashboard.byFileHint'))}</a></li>
<li><a class="card door" href="${path}/accounts/new">!${inside('add', say('dashboard.byHand'), say('dashboard.byHandHint'))}</a></li>
<li>!${sampleDoor(path, csrf, sample)}</li>
</ul></div>`;
}

function sampleDoor(path: string, csrf: string, sample: string | undefined): Markup {
  if (sample !== undefined)
    return html`<a class="card door" href="/books/${sample}">!${inside('search', say('dashboard.toSample'), say('dashboard.toSampleHint'))}</a>`;
  return html`<form method="post" action="${path}/sample">!${hiddenFields(csrf)}<button class="card door">!${inside('search', say('dashboard.bySample'), say('dashboard.bySampleHint'))}</button></form>`;
}

function inside(drawing: IconName, title: string, hint: string): Markup {
  return html`<span class="sign received">!${icon(drawing)}</span><b>${title}</b><small>${hint}</small>`;
}
