import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** An expression, and the code in which its names are to be looked up. */
export interface Named {
  readonly value: ts.Expression;
  readonly code: Code;
  /** The doc comment of the constant. */
  readonly comment?: string;
}

/** Files that were read, by their paths: most names lead to a few of them. */
const parsed = new Map<string, ts.SourceFile>();

/** A place in TypeScript source from which names are looked up: a file, or the inside of a function that is called. */
export class Code {
  private readonly file: ts.SourceFile;
  /** Parameters and constants of the function. */
  private readonly local: ReadonlyMap<string, Named>;

  private constructor(file: ts.SourceFile, local: ReadonlyMap<string, Named> = new Map()) {
    this.file = file;
    this.local = local;
  }

  static in(path: string): Code {
    const file =
      parsed.get(path) ?? ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    parsed.set(path, file);
    return new Code(file);
  }

  /** Value of a constant or parameter; undefined when it is not defined in our source. */
  named(name: string): Named | undefined {
    const local = this.local.get(name);
    if (local) return local;
    const found = constantsIn(this.file.statements).find((one) => one.name === name);
    if (found)
      return { value: found.value, code: new Code(this.file), comment: this.commentOn(found.statement) };
    return this.importing(name)?.named(name);
  }

  /** Expression that a function of our source returns for a call; undefined for other functions. */
  madeBy(call: ts.CallExpression): Named | undefined {
    const { expression } = call;
    return ts.isIdentifier(expression) ? this.calling(expression.text, call, this) : undefined;
  }

  /** The doc comment before a node, in one line and without its tags. */
  commentOn(node: ts.Node): string {
    const { text } = this.file;
    const last = ts.getLeadingCommentRanges(text, node.getFullStart())?.at(-1);
    const [, body = ''] = /^\/\*\*(.*)\*\/$/s.exec(last ? text.slice(last.pos, last.end) : '') ?? [];
    const lines = body.split('\n').map((line) => line.replace(/^\s*\*?/, '').trim());
    const tags = lines.findIndex((line) => line.startsWith('@'));
    return lines
      .slice(0, tags === -1 ? undefined : tags)
      .join(' ')
      .trim();
  }

  private calling(name: string, call: ts.CallExpression, caller: Code): Named | undefined {
    const made = this.file.statements.filter(ts.isFunctionDeclaration).find((one) => one.name?.text === name);
    if (!made?.body) return this.importing(name)?.calling(name, call, caller);
    const local = new Map<string, Named>();
    for (const [index, parameter] of made.parameters.entries()) {
      const value = call.arguments[index] ?? parameter.initializer;
      if (value) local.set(parameter.name.getText(), { value, code: caller });
    }
    const inside = new Code(this.file, local);
    for (const { name: constant, value } of constantsIn(made.body.statements))
      local.set(constant, { value, code: inside });
    const value = made.body.statements.find(ts.isReturnStatement)?.expression;
    return value && { value, code: inside };
  }

  /** The file of ours that a name is imported from. */
  private importing(name: string): Code | undefined {
    const from = this.file.statements.filter(ts.isImportDeclaration).find(({ importClause }) => {
      const names = importClause?.namedBindings;
      return names && ts.isNamedImports(names) && names.elements.some((one) => one.name.text === name);
    });
    const path = from && ts.isStringLiteral(from.moduleSpecifier) ? from.moduleSpecifier.text : '';
    return path.startsWith('.') ? Code.in(join(dirname(this.file.fileName), path)) : undefined;
  }
}

function constantsIn(statements: readonly ts.Statement[]) {
  return statements
    .filter(ts.isVariableStatement)
    .flatMap((statement) =>
      statement.declarationList.declarations.flatMap(({ name, initializer }) =>
        initializer ? [{ name: name.getText(), value: initializer, statement }] : [],
      ),
    );
}
