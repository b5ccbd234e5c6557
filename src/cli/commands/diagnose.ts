/** `kabinet diagnose`: asks the running server, as support, why a license is missing, and prints its answer as text. */
import { issueToken } from '../../auth/issue-token.js';
import type { Config } from '../../config/config.js';
import { DIAGNOSE, diagnosisText, type DiagnosisAnswer } from '../diagnosis-text.js';
import { EXIT, UsageError, type ExitCode } from '../exit-codes.js';
import { configuration, hasLog, keysOf } from '../installation.js';
import type { Terminal } from '../terminal.js';
import { issuerOf } from '../../server/token-issuer.js';

export interface DiagnoseOptions {
  readonly account: string;
  readonly code?: string;
  readonly license?: string;
  readonly device?: string;
  readonly deviceCode?: string;
  readonly base?: string;
  readonly file?: string;
  readonly order?: string;
  readonly kind?: 'CLOUD' | 'MAIN';
  readonly server?: string;
  readonly token?: string;
}

const FIELDS = {
  account: 'accountId',
  code: 'activationCode',
  license: 'licenseId',
  device: 'deviceId',
  deviceCode: 'deviceCode',
  base: 'databaseId',
  file: 'fileName',
  order: 'orderId',
  kind: 'expectedKind',
} as const;

const ANSWER_WITHIN_MS = 15_000;
const TOKEN_SECONDS = 300;

export async function diagnose(terminal: Terminal, options: DiagnoseOptions): Promise<ExitCode> {
  const { texts, language } = terminal;
  const config = configuration(terminal);
  const url = options.server ?? `http://${config.host}:${String(config.port)}`;
  const token = options.token ?? (await ownToken(terminal, config));
  const given = Object.entries(FIELDS).filter(([option]) => option in options);
  const input = Object.fromEntries(given.map(([option, field]) => [field, options[option as keyof typeof FIELDS]]));
  const answer = await ask(url, token, language, input).catch(() => {
    throw new Error(texts.diagnose.noServer(url));
  });
  const [error] = answer.errors ?? [];
  if (error?.extensions?.code === 'INVALID_INPUT') throw new UsageError(error.message);
  if (error || !answer.data) throw new Error(error?.message ?? texts.diagnose.noServer(url));
  await terminal.write(diagnosisText(answer.data.diagnoseMissingLicense, texts.diagnose));
  return EXIT.ok;
}

/** Of a supporter for a few minutes; only where this installation signs its own tokens. */
async function ownToken({ texts, language }: Terminal, config: Config): Promise<string> {
  if (config.tokens.kind !== 'own' || !hasLog(config)) throw new UsageError(texts.diagnose.tokenNeeded);
  const keys = keysOf(config, { mayCreate: false });
  const issued = await issueToken(issuerOf(config, keys), { role: 'SUPPORT', locale: language, lifetimeSeconds: TOKEN_SECONDS });
  if (!issued.ok) throw new UsageError(issued.problem);
  return issued.token;
}

interface Answer {
  readonly data?: { readonly diagnoseMissingLicense: DiagnosisAnswer } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

async function ask(url: string, token: string, language: string, input: object): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': language, authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: DIAGNOSE, variables: { input } }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  return (await response.json()) as Answer;
}
