/** Milliseconds that a probe waits for Postgres. */
const patience = 1000;
/** Milliseconds for which an answer is cached, so that a storm of probes costs one query. */
const memory = 500;

/** Checks readiness with at most one query at a time, and none while the last answer is fresh. */
export function readiness(question: () => PromiseLike<unknown>, now = Date.now): () => Promise<boolean> {
  let asked = Number.NEGATIVE_INFINITY;
  let answer: Promise<boolean> = Promise.resolve(false);
  let pending = false;
  return () => {
    if (pending || now() - asked < memory) return answer;
    pending = true;
    answer = inTime(question()).finally(() => {
      pending = false;
      asked = now();
    });
    return answer;
  };
}

async function inTime(question: PromiseLike<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, patience, false);
  });
  const answered = Promise.resolve(question).then(
    () => true,
    () => false,
  );
  return Promise.race([answered, tooLate]).finally(() => clearTimeout(timer));
}
