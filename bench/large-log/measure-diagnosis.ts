/** Diagnoses of licenses drawn at random, by each kind of question; of all accounts, and of the largest alone. */
import { diagnose } from '../../src/diagnosis/diagnose.js';
import type { Question } from '../../src/diagnosis/question.js';
import { lastGroupOf } from '../../src/domain/activation-code.js';
import { instantOf } from '../../src/domain/ids.js';
import type { LicenseFilter, ReadModelQueries } from '../../projections/queries.js';
import { Random } from '../../src/simulation/random.js';
import { timed, tookLine, type Took } from '../measure.js';
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
  const all: Took[] = [];
  for (const kind of KINDS) {
    for (const pairs of [estate.pairs, largest?.devices ?? 0]) {
      // The largest account comes first.
      const drawn = pairsInTheLog(estate, queries, pairs, new Random(`${kind} ${String(pairs)}`));
      const questions = drawn.map((pair) => questionAbout(estate, kind, pair));
      const took = await timed(questions.map((question) => () => diagnose(deps, question)));
      all.push(...took);
      tookLine(`diagnosis by ${kind}, ${pairs === estate.pairs ? 'all accounts' : 'the largest account'}`, took);
    }
  }
  tookLine('diagnosis, all of these', all);
}

/** Whose license was issued: a log may end before all are. */
function pairsInTheLog(estate: Estate, queries: ReadModelQueries, pairs: number, random: Random): readonly number[] {
  const moment = { position: queries.checkpoint().position, at: instantOf(Date.now()) };
  const drawn: number[] = [];
  while (drawn.length < ASKED) {
    const pair = random.whole(0, pairs - 1);
    if (queries.licensesById(moment, [estate.licenseId(pair)]).size > 0) drawn.push(pair);
  }
  return drawn;
}
