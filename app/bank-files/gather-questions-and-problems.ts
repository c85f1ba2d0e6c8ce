import { AskedFile, RefusedFile } from './refused-and-asked-file-errors.ts';
import type { Problem, Question } from './statement.ts';

/** Gathers the questions and problems of several steps, so that a person hears all of them at once. */
export class Gather {
  readonly questions: Question[] = [];
  readonly problems: Problem[] = [];

  /** Result of a step, or undefined when it asked or refused. */
  attempt<Result>(step: () => Result): Result | undefined {
    try {
      return step();
    } catch (error) {
      if (error instanceof AskedFile) this.questions.push(...error.questions);
      else if (error instanceof RefusedFile) this.problems.push(...error.problems);
      else throw error;
      return undefined;
    }
  }

  /** @throws RefusedFile, or AskedFile, when a step did. */
  settle(): void {
    if (this.problems.length > 0) throw new RefusedFile(this.problems);
    if (this.questions.length > 0) throw new AskedFile(this.questions);
  }
}
