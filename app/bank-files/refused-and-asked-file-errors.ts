import type { Problem, Question } from './statement.ts';

/** A file that cannot be imported, with every place that is wrong. */
export class RefusedFile extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems[0]?.message);
    this.name = 'RefusedFile';
    this.problems = problems;
  }
}

/** A file that cannot be read before somebody answers. */
export class AskedFile extends Error {
  readonly questions: readonly Question[];

  constructor(questions: readonly Question[]) {
    super(questions.map(({ about }) => about).join(', '));
    this.name = 'AskedFile';
    this.questions = questions;
  }
}

/** @throws RefusedFile for one place */
export function refuse(line: number | null, column: string | null, message: string): never {
  throw new RefusedFile([{ line, column, message }]);
}
