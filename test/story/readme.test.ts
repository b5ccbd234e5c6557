/** The README's first query is run as it stands, against the demo that `npm start` serves. */
import { readFileSync } from 'node:fs';
import { startTestServer } from '../support/server.js';

const block = (language: string): string => {
  const [, text] = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(readFileSync('README.md', 'utf8')) ?? [];
  if (text === undefined) throw new Error(`the README has no ${language} block`);
  return text;
};

/** Values of the demo differ from key to key; what is promised is the shape. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shapeOf(member)]));
}

it('answers the first query of the README in the shape that the README shows', async () => {
  const server = await startTestServer({ demo: true });
  try {
    const owner = await server.token('OWNER', 'acc_demo');
    const answer = await server.query<{ licenses: { totalCount: number } }>(owner, block('graphql'));
    expect(shapeOf(answer)).toEqual(shapeOf(JSON.parse(block('json'))));
    expect(answer.licenses.totalCount).toBeGreaterThan(1);
    const { licenseSummary } = await server.query<{ licenseSummary: { byStatus: { status: string; count: number }[] } }>(
      owner,
      '{ licenseSummary { byStatus { status count } } }',
    );
    const shown = licenseSummary.byStatus.filter(({ count }) => count > 0).map(({ status }) => status);
    expect(shown.sort()).toEqual(['ACTIVATED', 'EXPIRED', 'FREE', 'REPLACED', 'WITHDRAWN']);
  } finally {
    await server.close();
  }
});
