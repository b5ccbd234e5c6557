import { envelopeOf } from '../../src/audit/envelope.js';
import { verifyProof } from '../../src/audit/tlog-proof.js';
import { parseVerifierKey } from '../../src/audit/verifier-key.js';
import { collect } from '../event-store/events.js';
import { openApi, openShop, OWNER, type Api } from './support.js';

interface Evidence {
  readonly stream: string;
  readonly revision: number;
  readonly logIndex: number | null;
  readonly proof: string | null;
}

const QUERY = `query ($input: DiagnoseMissingLicenseInput!) {
  diagnoseMissingLicense(input: $input) { checks { evidence { stream revision logIndex proof } } }
}`;

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());

async function evidence(licenseId: string): Promise<readonly Evidence[]> {
  interface Answer {
    readonly diagnoseMissingLicense: { readonly checks: readonly { readonly evidence: readonly Evidence[] }[] };
  }
  const { diagnoseMissingLicense } = await api.data<Answer>(OWNER, QUERY, { input: { licenseId } });
  return diagnoseMissingLicense.checks.flatMap((check) => check.evidence);
}

describe('an event', () => {
  it('has its place and its proof once a checkpoint covers it, and the proof is right', async () => {
    const { issued } = await openShop(api, 1);
    const licenseId = issued[0]?.licenseId ?? '';
    const before = await evidence(licenseId);
    expect(before.length).toBeGreaterThan(0);
    expect(before.filter(({ logIndex, proof }) => logIndex !== null || proof !== null)).toEqual([]);

    api.audit.makeCheckpoint();
    const [keyText = ''] = api.audit.verifierKeys;
    const key = parseVerifierKey(keyText);
    const events = (await collect(api.cabinet.store.readAll({ after: 0 }))).flat();
    for (const { stream, revision, logIndex, proof } of await evidence(licenseId)) {
      const stored = events.find((event) => event.stream === stream && event.revision === revision);
      const question = {
        proof: proof ?? '',
        entry: stored ? envelopeOf(stored) : '',
        origin: api.audit.origin,
        keys: key.ok ? [key.key] : [],
      };
      expect(verifyProof(question)).toMatchObject({ ok: true, index: logIndex });
    }
  });
});

describe('logCheckpoint', () => {
  it('is the latest that was signed', async () => {
    await openShop(api, 1);
    const { size, note, origin } = api.audit.makeCheckpoint();
    const { logCheckpoint } = await api.data<{ logCheckpoint: object }>(
      OWNER,
      '{ logCheckpoint { note origin size rootHash signedAt } }',
    );
    const [, , rootHash] = note.split('\n');
    expect(logCheckpoint).toEqual({ note, origin, size, rootHash, signedAt: '2026-03-01T09:00:00.000Z' });
  });
});
