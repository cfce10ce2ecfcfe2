/** Asks once for each argument; a question that failed is asked again. */
export function memoize<Answer>(ask: (about: string) => Promise<Answer>): (about: string) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  return (about) => {
    const known = answers.get(about);
    if (known) return known;
    const answer = ask(about);
    answers.set(about, answer);
    answer.catch(() => answers.delete(about));
    return answer;
  };
}
