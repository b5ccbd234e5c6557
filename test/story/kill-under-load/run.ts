/** The whole run: clients at work while the server is killed again and again, and then every check of what they were told. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { issueToken, type TokenRequest } from '../../../src/auth/issue-token.js';
import { openKeys } from '../../../src/keys/keys.js';
import { kabinet } from '../../cli/kabinet.js';
import { checkAnswers } from './check-answers.js';
import { checkLists } from './check-lists.js';
import { checkLog, type Kill } from './check-log.js';
import { clientOf, type Client } from './client.js';
import { deskOf } from './desk.js';
import type { Finding } from './findings.js';
import { newLedger, oweEvents, type AccountState, type Figures, type Ledger } from './ledger.js';
import { serverProcess, type ServerProcess } from '../../support/server-process.js';
import { workOneRound } from './shop.js';

export interface Plan {
  /** The folder of compiled sources that the server runs from. */
  readonly sources: string;
  readonly clients: number;
  readonly accounts: number;
  readonly seconds: number;
  readonly kills: number;
  /** Far beyond a restart: a request that is not answered by then never will be. */
  readonly patienceSeconds: number;
  /** Most keyed requests that are sent once more at the end. */
  readonly sentAgain: number;
}

export interface Report {
  readonly findings: readonly Finding[];
  readonly figures: Figures;
}

type Token = (request: TokenRequest) => Promise<string>;

export async function killUnderLoad(plan: Plan): Promise<Report> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kabinet-kill-'));
  const server = await serverProcess(plan.sources, dataDir);
  try {
    const token = tokensOf(dataDir);
    const vendor = await token({ role: 'VENDOR' });
    const ledger = newLedger(await accountsOf(plan.accounts, token));
    const client = clientOf(server.url, ledger, plan.patienceSeconds);
    await server.start();
    await openAccounts(client, ledger, vendor);

    let over = false;
    const work = Array.from({ length: plan.clients }, (_, index) => workUntil(() => over, client, ledger, vendor, index));
    const kills = await killAgainAndAgain(server, plan, ledger.figures).finally(() => {
      over = true;
    });
    await Promise.all(work);

    // Once more, right after the last acknowledgement.
    kills.push(await killed(server));
    await server.start();
    await findingsOf(ledger, () => checkLists(client, ledger.accounts));
    await findingsOf(ledger, () => checkAnswers(client, ledger.acknowledged, plan.sentAgain));
    const exitCode = await server.stop();
    if (exitCode !== 0) ledger.findings.push({ kind: 'BROKEN', text: `the server ended with ${String(exitCode)}` });

    const log = await checkLog(dataDir, ledger, kills);
    const findings = [...ledger.findings, ...log.findings, ...(await checkReadModel(dataDir))];
    return { findings, figures: { ...ledger.figures, kills: kills.length, cutOff: log.cutOff } };
  } finally {
    await server.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function tokensOf(dataDir: string): Token {
  const { keyId, privateKey } = openKeys(join(dataDir, 'keys'), { mayCreate: true }).tokenSigning();
  return async (request) => {
    const issued = await issueToken({ issuer: 'kabinet', audience: 'kabinet', keyId, privateKey }, request);
    if (!issued.ok) throw new Error(issued.problem);
    return issued.token;
  };
}

const accountsOf = (count: number, token: Token): Promise<AccountState[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const id = `acc_shop-${String(index)}`;
      const owner = await token({ role: 'OWNER', accounts: [id] });
      return { id, owner, databases: new Map(), devices: new Map(), licenses: new Map(), position: undefined };
    }),
  );

async function openAccounts(client: Client, ledger: Ledger, vendor: string): Promise<void> {
  for (const account of ledger.accounts) {
    const desk = deskOf(client, ledger, account, account.id);
    await desk.mutate('openAccount', { accountId: account.id, name: account.id }, 'account { id }', vendor);
    oweEvents(ledger, account.id, 'AccountOpened');
  }
}

/** A client that met what it did not expect begins anew, so that one loss does not hide the next. */
async function workUntil(isOver: () => boolean, client: Client, ledger: Ledger, vendor: string, index: number): Promise<void> {
  const account = ledger.accounts[index % ledger.accounts.length];
  if (!account) throw new Error('a client works in an account');
  const desk = deskOf(client, ledger, account, `client-${String(index)}`);
  for (let round = 0; !isOver(); round++) {
    const name = `${String(index)}-${String(round)}`;
    await findingsOf(ledger, async () => {
      await workOneRound({ desk, ledger, account, vendor, name }, (index + round) % 2 === 0);
      return [];
    });
  }
}

/** An answer that must not be ends what was under way, and is a finding itself. */
async function findingsOf(ledger: Ledger, check: () => Promise<readonly Finding[]>): Promise<void> {
  try {
    ledger.findings.push(...(await check()));
  } catch (error) {
    ledger.findings.push({ kind: 'BROKEN', text: String(error) });
  }
}

/** Each kill at a random moment of its share of the time, once something was acknowledged since the last start. */
async function killAgainAndAgain(server: ServerProcess, plan: Plan, figures: Figures): Promise<Kill[]> {
  const { seconds, kills, patienceSeconds } = plan;
  const began = Date.now();
  const share = (seconds * 1_000) / kills;
  const done: Kill[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const before = figures.mutations;
    await wait(Math.max(0, began + share * (kill + Math.random()) - Date.now()));
    const patient = Date.now() + patienceSeconds * 1_000;
    while (figures.mutations === before && Date.now() < patient) await wait(5);
    done.push(await killed(server));
    await server.start();
  }
  await wait(Math.max(0, began + seconds * 1_000 - Date.now()));
  return done;
}

async function killed(server: ServerProcess): Promise<Kill> {
  const from = Date.now();
  await server.kill();
  return { from, to: Date.now() };
}

async function checkReadModel(dataDir: string): Promise<readonly Finding[]> {
  const { code, stdout, stderr } = await kabinet(['rebuild'], { dataDir });
  return code === 0 ? [] : [{ kind: 'BROKEN', text: `kabinet rebuild ended with ${String(code)}: ${stdout}${stderr}` }];
}
