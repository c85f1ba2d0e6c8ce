import { html } from './html.ts';

/** The page for every link that cannot be used: it says the same of one that was and of one that never was. */
export const worthlessLinkPage = html`<h1>This link does not work</h1>
<p>It was used already, was taken back, is older than a week, or is not whole. Ask whoever sent it for another one.</p>
<p><a href="/">Go to the start</a></p>`;
