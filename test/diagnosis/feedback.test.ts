import { openShop, type Shop } from './support.js';

const FEEDBACK = `{ diagnosisFeedback { rated helped share byCause { code rated helped share }
  comments(first: 10) { totalCount nodes { account { id } helped causes comment } } } }`;

interface Answer {
  readonly diagnosisFeedback: {
    readonly rated: number;
    readonly share: number | null;
    readonly comments: { readonly totalCount: number; readonly nodes: readonly object[] };
  };
}

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const rate = (input: object, token = shop.owner) => shop.mutate(token, 'rateDiagnosis', input);

it('did it help? Support sees the share by cause and reads the comments', async () => {
  const comment = 'Спасибо, помогло';
  expect((await rate({ helped: true, causes: ['TERM_ENDED', 'BASE_STOPPED'], comment })).errors).toEqual([]);
  expect((await rate({ helped: false, causes: ['TERM_ENDED'] })).errors).toEqual([]);
  const { diagnosisFeedback } = await shop.server.query<Answer>(shop.support, FEEDBACK);
  expect(diagnosisFeedback).toEqual({
    rated: 2,
    helped: 1,
    share: 0.5,
    byCause: [
      { code: 'BASE_STOPPED', rated: 1, helped: 1, share: 1 },
      { code: 'TERM_ENDED', rated: 2, helped: 1, share: 0.5 },
    ],
    comments: {
      totalCount: 1,
      nodes: [{ account: { id: 'acc_shop' }, helped: true, causes: ['BASE_STOPPED', 'TERM_ENDED'], comment }],
    },
  });
});

it('a comment is at most 500 characters, and a rating needs an account that one reaches', async () => {
  expect((await rate({ helped: true, causes: [], comment: 'я'.repeat(501) })).errors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['comment'] },
  ]);
  expect((await rate({ accountId: 'acc_other', helped: true, causes: [] })).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await rate({ helped: true, causes: [], comment: 'я'.repeat(500) })).errors).toEqual([]);
});

it('a supporter of one account sees the ratings of that one alone', async () => {
  await rate({ helped: true, causes: [], comment: 'наше' });
  const other = await shop.server.token('SUPPORT', 'acc_other');
  const { diagnosisFeedback } = await shop.server.query<Answer>(other, FEEDBACK);
  expect([diagnosisFeedback.rated, diagnosisFeedback.share, diagnosisFeedback.comments.nodes]).toEqual([0, null, []]);
});
