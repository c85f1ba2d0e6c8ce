import { momentText } from '../../format-days-and-times.ts';
import { field, hiddenFields, type Problems, problemSummary } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';

/** A personal token, as its person sees it. */
export interface TokenEntry {
  readonly id: string;
  readonly name: string;
  readonly madeAt: Date;
  readonly usedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly isValid: boolean;
}

export interface TokensView {
  readonly csrf: string;
  readonly tokens: readonly TokenEntry[];
  readonly person: { readonly locale: string; readonly timeZone: string };
  readonly key?: string;
  /** Typed name. @default '' */
  readonly name?: string;
  readonly problems?: Problems;
}

/** Lists a person's tokens, with a form to make one. */
export function tokensPage(view: TokensView): Markup {
  const { csrf, tokens, key, name = '', problems = {} } = view;
  return html`<h1>${say('tokens.title')}</h1>
!${problemSummary(problems)}
<form method="post" action="/settings/tokens">!${hiddenFields(csrf, key)}
<p>${say('tokens.lead')}</p>
!${field({ name: 'name', label: say('common.name'), value: name, placeholder: say('tokens.example'), problem: problems['name'] })}
<button>${say('tokens.make')}</button>
</form>
!${tokens.length === 0 ? '' : html`<h2>${say('tokens.yours')}</h2><ul class="sessions">!${tokens.map((token) => item(token, view))}</ul>`}
<p><a href="/settings">${say('settings.title')}</a></p>`;
}

function item(token: TokenEntry, { csrf, person }: TokensView): Markup {
  const { id, name, madeAt, usedAt, revokedAt, isValid } = token;
  const moment = (at: Date) => momentText(at, person.locale, person.timeZone);
  const made = moment(madeAt);
  const times =
    usedAt === null ? say('tokens.neverUsed', { made }) : say('tokens.used', { made, used: moment(usedAt) });
  const end = html`<form method="post" action="/settings/tokens/revoke"><input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="token" value="${id}"><button class="link">${say('tokens.revoke')}<span class="hidden"> ${name}</span></button></form>`;
  const over = revokedAt === null ? say('tokens.expired') : say('tokens.revoked', { at: moment(revokedAt) });
  return html`<li><p>${name}<br><small>${times}</small>!${isValid ? '' : html`<br><small>${over}</small>`}</p>!${isValid ? end : ''}</li>`;
}

/** Shows a new token, once only. @param token undefined when the form was sent a second time */
export function newTokenPage(token: string | undefined, origin: string): Markup {
  const back = html`<p class="aside"><a href="/settings/tokens">${say('tokens.back')}</a></p>`;
  if (token === undefined)
    return html`<h1>${say('tokens.shownBefore')}</h1><p>${say('tokens.shownBeforeHint')}</p>!${back}`;
  return html`<h1>${say('tokens.copy')}</h1>
<div class="card"><div class="field"><label for="token">${say('tokens.token')}</label>
<textarea id="token" rows="2" readonly aria-describedby="token-hint">${token}</textarea>
<small id="token-hint">${say('tokens.shownOnce')}</small></div>
<div class="field"><label for="use">${say('tokens.use')}</label>
<textarea id="use" rows="3" readonly aria-describedby="use-hint">${exampleOf(origin)}</textarea>
<small id="use-hint">${say('tokens.useHint')}</small></div></div>!${back}`;
}

function exampleOf(origin: string): string {
  return `curl -H "Authorization: Bearer $TOKEN" --data-binary @statement.csv "${origin}/api/v1/imports?account=ID&dryRun=true"`;
}
