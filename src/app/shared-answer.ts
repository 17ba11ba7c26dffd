/** Asks one question at a time: who asks meanwhile, or for `freshMs` after the answer, shares it. */
export function sharedAnswer<Answer>(ask: () => Promise<Answer>, freshMs: number): () => Promise<Answer> {
  let answer: Promise<Answer> | undefined;
  const forget = () => {
    answer = undefined;
  };
  return () => {
    answer ??= ask().finally(() => setTimeout(forget, freshMs).unref());
    return answer;
  };
}
