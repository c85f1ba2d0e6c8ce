import ts from 'typescript';
import { Code } from './look-up-source-names.ts';

/**
 * The doc comments of all settings, by their keys (`Setting.key`), as they stand in the source of the schema: above a property, or
 * above the constant that the property only names. The comment of a variant has the key of its group and its number: `cache<1>`.
 *
 * Reads the source as text and calls nothing: `group`, `v.optional` and their like are known by name, and functions of our own are
 * followed to what they return.
 *
 * @param file path of the source file that has the schema
 * @param name of the constant that holds it
 */
export function descriptionsIn(file: string, name: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const schema = Code.in(file).named(name);
  if (!schema) throw new Error(`${file} has no constant ${name}`);
  read(schema.value, schema.code, '', found);
  return found;
}

type Found = Map<string, string>;

/** Reads what is in the schema that an expression makes. */
function read(expression: ts.Expression, code: Code, key: string, found: Found): void {
  const node = unwrapped(expression);
  if (ts.isIdentifier(node)) {
    const named = code.named(node.text);
    if (named) read(named.value, named.code, key, found);
  } else if (ts.isConditionalExpression(node)) {
    for (const one of [node.whenTrue, node.whenFalse]) read(one, code, key, found);
  } else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
    read(node.body, code, key, found);
  } else if (ts.isCallExpression(node)) {
    readCall(node, code, key, found);
  }
}

function readCall(call: ts.CallExpression, code: Code, key: string, found: Found): void {
  const [first, second] = call.arguments;
  switch (calleeOf(call)) {
    case 'group':
      if (first) readEntries(first, code, key, found);
      return;
    case 'v.optional':
    case 'v.exactOptional':
    case 'v.pipe':
    case 'v.lazy':
      if (first) read(first, code, key, found);
      return;
    case 'v.array':
      if (first) read(first, code, `${key}[]`, found);
      return;
    case 'v.record':
      if (second) read(second, code, `${key}.*`, found);
      return;
    case 'v.variant':
      if (second && ts.isArrayLiteralExpression(second)) readVariants(second, code, key, found);
      return;
    default: {
      const made = code.madeBy(call);
      if (made) read(made.value, made.code, key, found);
    }
  }
}

function readVariants(list: ts.ArrayLiteralExpression, code: Code, key: string, found: Found): void {
  for (const [index, variant] of list.elements.entries()) {
    const inner = `${key}<${index}>`;
    note(inner, code.commentOn(variant) || commentOnConstant(variant, code), found);
    read(variant, code, inner, found);
  }
}

/** The properties of an object, those that are spread into it too. */
function readEntries(object: ts.Expression, code: Code, key: string, found: Found): void {
  const node = unwrapped(object);
  if (ts.isIdentifier(node)) {
    const named = code.named(node.text);
    if (named) readEntries(named.value, named.code, key, found);
  } else if (ts.isPropertyAccessExpression(node) && node.name.text === 'entries') {
    read(node.expression, code, key, found);
  } else if (ts.isObjectLiteralExpression(node)) {
    for (const property of node.properties) readProperty(property, code, key, found);
  }
}

function readProperty(property: ts.ObjectLiteralElementLike, code: Code, key: string, found: Found): void {
  if (ts.isSpreadAssignment(property)) readEntries(property.expression, code, key, found);
  if (!property.name || !ts.isIdentifier(property.name)) return;
  const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
  const inner = key === '' ? property.name.text : `${key}.${property.name.text}`;
  note(inner, code.commentOn(property) || commentOnConstant(value, code), found);
  read(value, code, inner, found);
}

/** Doc comment of the constant behind an expression: that of `cache` in `v.optional(cache, {})`. */
function commentOnConstant(expression: ts.Expression, code: Code): string {
  const node = unwrapped(expression);
  if (ts.isIdentifier(node)) return code.named(node.text)?.comment ?? '';
  const [first] = ts.isCallExpression(node) && calleeOf(node).startsWith('v.') ? node.arguments : [];
  return first ? commentOnConstant(first, code) : '';
}

function note(key: string, comment: string, found: Found): void {
  if (comment !== '') found.set(key, comment);
}

function calleeOf({ expression }: ts.CallExpression): string {
  return expression.getText();
}

/** Strips parentheses and type assertions from an expression. */
function unwrapped(expression: ts.Expression): ts.Expression {
  const isForTypes = ts.isAsExpression(expression) || ts.isParenthesizedExpression(expression);
  return isForTypes ? unwrapped(expression.expression) : expression;
}
