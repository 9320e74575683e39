import { Client } from 'pg';

/** What the driver is given while something happens, whoever gives it: less what the feed of facts asks on its own. */
export async function countingStatements<T>(
  work: () => Promise<T>,
): Promise<{ answer: T; statements: string[] }> {
  const asked = jest.spyOn(Client.prototype, 'query');
  try {
    const answer = await work();
    const texts = asked.mock.calls.map(([query]: readonly unknown[]) => textOf(query));
    return { answer, statements: texts.filter((text) => !text.includes('FROM outbox')) };
  } finally {
    asked.mockRestore();
  }
}

function textOf(query: unknown): string {
  return typeof query === 'string' ? query : (query as { text: string }).text;
}
