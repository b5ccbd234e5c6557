/** A question that names a position: waited for where the log has it, refused where it does not. */
import { EventStoreUnavailable } from '../../src/event-store/errors.js';
import type { GraphqlContext } from '../../src/graphql/context.js';
import { reach } from '../../src/graphql/read/moments.js';
import { LogPosition } from '../../src/graphql/scalars/position.js';

/** The read model of this node stands at 5 and does not come on; `head` is what the log answers. */
function context(head: () => Promise<number>): { readonly context: GraphqlContext; readonly waitedFor: number[] } {
  const waitedFor: number[] = [];
  const made: unknown = {
    language: 'en',
    queries: {
      checkpoint: () => ({ epoch: 'epoch001', position: 5 }),
      waitFor: (position: number) => {
        waitedFor.push(position);
        return Promise.resolve('behind');
      },
    },
    readModel: { status: async () => ({ headPosition: await head() }) },
  };
  return { context: made as GraphqlContext, waitedFor };
}

const ask = (made: GraphqlContext, number: number) => reach(made, new LogPosition('epoch001', number), 'minPosition');

it('is refused at once beyond the end of the log, and says that it will not come', async () => {
  const { context: made, waitedFor } = context(() => Promise.resolve(7));
  await expect(ask(made, 8)).rejects.toMatchObject({
    message: expect.stringContaining('behind its end'),
    extensions: { code: 'POSITION_UNKNOWN', fields: ['minPosition'] },
  });
  expect(waitedFor).toEqual([]);
});

it('is waited for where the log has it, as when another node appended it, and then fails retryably', async () => {
  const { context: made, waitedFor } = context(() => Promise.resolve(7));
  await expect(ask(made, 7)).rejects.toMatchObject({ extensions: { code: 'READ_MODEL_BEHIND', retryable: true } });
  expect(waitedFor).toEqual([7]);
});

it('is waited for where the log cannot be asked for its end', async () => {
  const { context: made } = context(() => Promise.reject(new EventStoreUnavailable('gone')));
  await expect(ask(made, 8)).rejects.toMatchObject({ extensions: { code: 'READ_MODEL_BEHIND' } });
});

it('asks the log for nothing where the read model has it', async () => {
  const { context: made } = context(() => Promise.reject(new Error('asked')));
  await expect(ask(made, 5)).resolves.toBeUndefined();
});
