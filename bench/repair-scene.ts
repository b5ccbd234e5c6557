/** A server with a view that fails on one license, its mending, and who waits for the license. */
import { writeFileSync } from 'node:fs';
import { request, type Agent, type ClientRequest } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { AccountId } from '../src/domain/ids.js';
import { answerOf, graphqlCall, serve, type Served } from './served.js';

export interface RepairSceneOptions {
  /** A data folder that nobody has open. */
  readonly folder: string;
  /** The file of KABINET_TEST_FAULTS. */
  readonly faults: string;
  readonly account: AccountId;
  readonly agent: Agent;
  /** Tokens. */
  readonly owner: string;
  readonly vendor: string;
  readonly support: string;
}

const FAULT = JSON.stringify({ view: 'license', type: 'LicenseUploaded', do: 'throw' });
/** So long a subscription that goes on after a restart is waited for. */
const MOST_MS = 1_500;

const LISTED = 'query ($id: ID!) { node(id: $id) { ... on License { source } } }';
const FOLLOW =
  'subscription ($account: ID, $since: Position) { licenseChanged(accountId: $account, since: $since) { position license { id } } }';

interface Hearing {
  /** Resolves when it hears of the license. */
  readonly heard: Promise<number>;
  close(): void;
}

export class RepairScene {
  readonly #options: RepairSceneOptions;
  #served: Served | undefined;

  constructor(options: RepairSceneOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#served = await serve(this.#options.folder, { KABINET_TEST_FAULTS: this.#options.faults });
  }

  async end(): Promise<void> {
    await this.#served?.stop();
    this.#served = undefined;
    this.#options.agent.destroy();
  }

  /** Milliseconds since the mutation was sent. */
  async retry(): Promise<{ readonly answered: number; readonly visible: number; readonly heard: number }> {
    const { licenseId, position } = await this.#parkedLicense();
    const hearing = await this.#follow(position, licenseId);
    writeFileSync(this.#options.faults, '');
    const start = performance.now();
    const retried = this.#ask<{ readonly payload: { readonly applied: number } }>(
      this.#options.support,
      'mutation { payload: retryParkedEvents(input: {}) { applied stillParked } }',
    );
    const visible = this.#untilListed(licenseId);
    const { payload } = await retried;
    const answered = performance.now() - start;
    if (payload.applied === 0) throw new Error('nothing was applied');
    const [seenAt, heardAt] = await Promise.all([visible, hearing.heard]);
    hearing.close();
    return { answered, visible: seenAt - start, heard: heardAt - start };
  }

  /** Milliseconds since the new process was begun; null where nothing was heard. */
  async restart(): Promise<{ readonly listens: number; readonly visible: number; readonly heard: number | null }> {
    const { licenseId, position } = await this.#parkedLicense();
    await this.end();
    writeFileSync(this.#options.faults, '');
    const start = performance.now();
    await this.start();
    const listens = performance.now() - start;
    const hearing = await this.#follow(position, licenseId);
    const visible = (await this.#untilListed(licenseId)) - start;
    const heard = await Promise.race([hearing.heard, wait(MOST_MS, null)]);
    hearing.close();
    return { listens, visible, heard: heard === null ? null : heard - start };
  }

  /** A license that is in the log's list and, since the view failed, in no other; and a position after it. */
  async #parkedLicense(): Promise<{ readonly licenseId: string; readonly position: string }> {
    const { account, vendor, owner, faults } = this.#options;
    const items = [{ kind: 'MAIN', perpetual: true, months: 12, product: { name: 'Склад 15', level: 'Базовая' } }];
    type Issued = { readonly payload: { readonly issued: readonly { readonly code: string }[]; readonly position: string } };
    const { payload: issued } = await this.#ask<Issued>(
      vendor,
      'mutation ($input: IssueLicensesInput!) { payload: issueLicenses(input: $input) { issued { code } position } }',
      { input: { accountId: account, items } },
    );
    const [license] = issued.issued;
    if (!license) throw new Error('no license was issued');
    writeFileSync(faults, FAULT);
    type Added = {
      readonly payload: {
        readonly results: readonly { readonly license: { readonly id: string } | null }[];
        readonly position: string;
      };
    };
    const { payload: added } = await this.#ask<Added>(
      owner,
      'mutation ($input: AddLicensesByCodeInput!) { payload: addLicensesByCode(input: $input) { results { license { id } } position } }',
      { input: { accountId: account, codes: [license.code] } },
    );
    const licenseId = added.results[0]?.license?.id;
    if (licenseId === undefined) throw new Error('no license was added');
    if (await this.#isListed(licenseId)) throw new Error('the view did not fail');
    return { licenseId, position: added.position };
  }

  async #isListed(id: string): Promise<boolean> {
    type Answer = { readonly node: { readonly source: string | null } | null };
    const { node } = await this.#ask<Answer>(this.#options.owner, LISTED, { id });
    return node !== null && node.source !== null;
  }

  /** The time at which a query showed it. */
  async #untilListed(id: string): Promise<number> {
    while (!(await this.#isListed(id)));
    return performance.now();
  }

  #ask<Data>(token: string, query: string, variables: object = {}): Promise<Data> {
    return answerOf<Data>(this.#options.agent, graphqlCall(this.#url, token, query, variables));
  }

  get #url(): string {
    if (!this.#served) throw new Error('there is no server');
    return this.#served.url;
  }

  /** Over server-sent events; resolves when the server follows. */
  #follow(since: string, licenseId: string): Promise<Hearing> {
    const { owner, account } = this.#options;
    const body = JSON.stringify({ query: FOLLOW, variables: { account, since } });
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${owner}` };
    return new Promise((resolve, reject) => {
      const sent: ClientRequest = request(`${this.#url}/graphql/stream`, { method: 'POST', headers }, (answer) => {
        const heard = new Promise<number>((hear) => {
          answer.setEncoding('utf8').on('data', (part: string) => {
            if (part.includes(licenseId)) hear(performance.now());
          });
        });
        // Ended by us, or with the server.
        answer.on('error', () => undefined);
        resolve({ heard, close: () => sent.destroy() });
      });
      sent.on('error', reject).end(body);
    });
  }
}
