/** Sends a client's mutations and enters each acknowledged answer in the ledger. Some are sent twice on purpose, with the same key. */
import type { Client, Payload } from './client.js';
import { keepPosition, type AccountState, type Ledger, type Mutation } from './ledger.js';

export interface Desk {
  /** Answers the payload of what was done; rejects where it was refused, or answered two ways. */
  mutate(name: string, input: object, selection: string, token?: string): Promise<Payload>;
  /** In the account, as of the last acknowledged mutation of this client at least. */
  query<Data>(text: string, variables?: object): Promise<Data>;
}

export function deskOf(client: Client, ledger: Ledger, account: AccountState, name: string): Desk {
  let sent = 0;
  let position: string | undefined;

  return {
    mutate: async (mutation, input, selection, token = account.owner) => {
      sent += 1;
      const idempotencyKey = `${name}-${String(sent)}`;
      const request: Mutation = { token, name: mutation, input: { ...input, idempotencyKey }, selection };
      const { payload, wasUnknown } = await sendSometimesTwice(client, ledger, request, sent);
      const answer = JSON.stringify(payload);
      if (payload.errors.length > 0 || payload.position === null) throw new Error(`${mutation} of ${idempotencyKey}: ${answer}`);
      ({ position } = payload);
      keepPosition(account, payload.position);
      ledger.acknowledged.push({ mutation: request, answer, wasUnknown });
      ledger.figures.mutations += 1;
      if (wasUnknown) ledger.figures.unknown += 1;
      return payload;
    },
    query: (text, variables = {}) => client.query(account.owner, text, { account: account.id, position, ...variables }),
  };
}

async function sendSometimesTwice(
  client: Client,
  { figures, findings }: Ledger,
  mutation: Mutation,
  number: number,
): ReturnType<Client['send']> {
  if (number % 3 === 0) return client.send(mutation);
  figures.sentTwice += 1;
  const [first, second] =
    number % 3 === 1
      ? await Promise.all([client.send(mutation), client.send(mutation)])
      : [await client.send(mutation), await client.send(mutation)];
  const [one, other] = [JSON.stringify(first.payload), JSON.stringify(second.payload)];
  if (one !== other) {
    const text = `${mutation.name} of ${mutation.input.idempotencyKey} sent twice: ${one} and ${other}`;
    findings.push({ kind: 'CHANGED', text });
  }
  return { payload: first.payload, wasUnknown: first.wasUnknown || second.wasUnknown };
}
