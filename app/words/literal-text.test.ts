import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';

/** Code whose texts people see. The rest talks to engineers: logs, start-up, the database. */
const SHOWN = 'app/{features,frontend,web,plugins,ledger}/**/*.ts';
const SHOWN_TOO = 'app/{calendar,evaluate-sum,localized-day,money,text-rules}.ts';

const files = globSync([SHOWN, SHOWN_TOO], { exclude: ['**/*.test.ts'] }).sort();

it.each(files)('%s has no text of its own: all is in the catalogue', (file) => {
  expect(literalTexts(file, readFileSync(file, 'utf8'))).toEqual([]);
});

it('finds words between tags, in attributes and in messages, and leaves those for engineers', () => {
  const source = [
    `html\`<p class="quiet">\${name} is new</p>\`;`,
    'html`<input placeholder="City">`;',
    "const problem = { name: 'Type a name.' };",
    "const field = { label: 'City' };",
    `const text = \`\${count} are left\`;`,
    "throw new Error('Postgres returned no row');",
    "reply.send({ status: 'Postgres does not answer' });",
    'sql`select name from person`;',
    "app.log.warn('Redis is away: going on without it');",
    "new Counter({ help: 'Requests answered' });",
    "reply.header('vary', 'Cookie').headers({ vary: 'Cookie' });",
    "const { name = 'Error' } = error;",
  ];
  const found = source.map((line) => literalTexts('x.ts', line).length);
  expect(found).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
});

/** Literal texts of a file, each with its line. */
function literalTexts(file: string, source: string): string[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const tell = (node: ts.Node, text: string) => {
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${file}:${line + 1} ${text}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node)) {
      if (node.tag.getText() === 'html')
        for (const text of wordsOf(markupOf(node.template))) tell(node, text);
      if (ts.isTemplateExpression(node.template))
        for (const span of node.template.templateSpans) visit(span.expression);
      return;
    }
    if (ts.isTemplateExpression(node)) {
      const pieces = [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text);
      if (pieces.some((text) => / \p{Ll}{2,}[ .]|\p{Ll}{2,} $/u.test(text)) && !isForEngineers(node))
        tell(node, pieces.join('…'));
    } else if (ts.isStringLiteralLike(node)) {
      if (/^\p{Lu}\p{Ll}+(?:[ .,:?!]|$)/u.test(node.text) && !isForEngineers(node)) tell(node, node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** Markup with a mark in place of each expression. */
function markupOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return [template.head, ...template.templateSpans.map(({ literal }) => literal)]
    .map(({ text }) => text)
    .join('\0');
}

/** Words that a browser would show, or a screen reader say. */
function wordsOf(markup: string): string[] {
  const attributes = [...markup.matchAll(/\b(?:aria-label|title|placeholder|alt|label)="([^"]*)"/g)].map(
    ([, text]) => text ?? '',
  );
  const between = markup
    .replaceAll(/<[^>]*>|&\w+;/g, '\n')
    .replaceAll(/[\w-]+="[^"]*"/g, '\n') // within the markup of a tag
    .replaceAll(/[\s\S]*<[^>]*$/g, '')
    .split('\n');
  return [...attributes, ...between].map((text) => text.trim()).filter((text) => /\p{L}{2,}/u.test(text));
}

/**
 * Errors and lines for whoever reads the log, descriptions of metrics, answers to probes, header values, names of
 * errors, types, names of properties and imports.
 */
function isForEngineers(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isNewExpression(parent)) return /^(?:Type|Range)?Error$/.test(parent.expression.getText());
  if (ts.isCallExpression(parent))
    return /\b(?:log\.(?:trace|debug|info|warn|error|fatal)|header)$/.test(parent.expression.getText());
  if (ts.isPropertyAssignment(parent))
    return parent.name === node || /^(?:help|status|vary)$/.test(parent.name.getText());
  return (
    ts.isLiteralTypeNode(parent) ||
    ts.isImportDeclaration(parent) ||
    (ts.isBindingElement(parent) && /Error'$/.test(node.getText()))
  );
}
