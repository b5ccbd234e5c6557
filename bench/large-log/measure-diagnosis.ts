/** Diagnoses of licenses drawn at random, by each kind of question; of all accounts, and of the largest alone. */
import { diagnose } from '../../src/diagnosis/diagnose.js';
import type { Question } from '../../src/diagnosis/question.js';
import { lastGroupOf } from '../../src/domain/activation-code.js';
import { instantOf } from '../../src/domain/ids.js';
import type { LicenseFilter, ReadModelQueries } from '../../projections/queries.js';
import { Random } from '../../src/simulation/random.js';
import { timed, timesLine, timesOf } from '../measure.js';
import type { Estate } from './estate.js';
import type { LargeLog } from './open-large-log.js';

const ASKED = 500;
const NOTHING = {
  code: null,
  licenseId: null,
  deviceId: null,
  databaseId: null,
  orderId: null,
  fileName: null,
  expectedKind: null,
  where: null,
};
const FILTER: LicenseFilter = { status: { eq: 'ACTIVATED' }, productName: { contains: 'склад' } };

type Kind = 'code' | 'license id' | 'device code' | 'base' | 'filter' | 'file name';

function questionAbout(estate: Estate, kind: Kind, pair: number): Question {
  const base = estate.baseOf(pair);
  const question: Question = { ...NOTHING, account: base.account.id, reaches: () => false };
  const licenseId = estate.licenseId(pair);
  switch (kind) {
    case 'code':
      return { ...question, code: { ok: true, licenseId, lastGroup: lastGroupOf(estate.code(pair)) } };
    case 'license id':
      return { ...question, licenseId };
    case 'device code':
      return { ...question, deviceId: estate.deviceId(pair) };
    case 'base':
      return { ...question, databaseId: base.id, expectedKind: base.kind === 'CLOUD' ? 'CLOUD' : 'MAIN' };
    case 'filter':
      return { ...question, licenseId, where: { ...FILTER, databaseId: { eq: base.id } } };
    case 'file name':
      return { ...question, fileName: `Лицензии ${String(pair % 97)}.xml` };
  }
}

const KINDS: readonly Kind[] = ['code', 'license id', 'device code', 'base', 'filter', 'file name'];

export async function measureDiagnosis({ store, estate }: LargeLog, queries: ReadModelQueries): Promise<void> {
  const deps = { store, queries, now: () => instantOf(Date.now()) };
  const [largest] = estate.accounts;
  const all: number[] = [];
  for (const kind of KINDS) {
    for (const pairs of [estate.pairs, largest?.devices ?? 0]) {
      const random = new Random(`${kind} ${String(pairs)}`);
      // The largest account comes first.
      const questions = Array.from({ length: ASKED }, () => questionAbout(estate, kind, random.whole(0, pairs - 1)));
      const millis = await timed(questions.map((question) => () => diagnose(deps, question)));
      all.push(...millis);
      timesLine(`diagnosis by ${kind}, ${pairs === estate.pairs ? 'all accounts' : 'the largest account'}`, timesOf(millis));
    }
  }
  timesLine('diagnosis, all of these', timesOf(all));
}
