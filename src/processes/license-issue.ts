/** `issueLicenses`: by the vendor, each item its own stream; a code that is left out is made, and shown in the payload. */
import type { Call } from '../commands/asker.js';
import { change } from '../commands/change.js';
import type { CommandDeps } from '../commands/deps.js';
import { withRequest } from '../commands/idempotency.js';
import { licenseIdOf } from '../commands/identity.js';
import { wholeCodes } from '../commands/license-commands.js';
import { done, refused, type Outcome } from '../commands/outcome.js';
import { checkedProduct } from '../commands/product-input.js';
import { reachAccount } from '../commands/reach.js';
import type { CommandRequest } from '../commands/request.js';
import { licenseOf, load } from '../commands/streams.js';
import { formatCode, readActivationCode, type ActivationCode } from '../domain/activation-code.js';
import type { AccountId, Instant, LicenseId } from '../domain/ids.js';
import { issueLicense } from '../domain/license-decisions.js';
import type { Term, Updates } from '../domain/license-terms.js';
import type { Product } from '../domain/product.js';
import { refusal, type PlainRule, type Refusal } from '../domain/refusal.js';
import type { IssueLicenseItem } from './cabinet-service.js';
import { mistyped } from './code-refusal.js';
import { newCode, sealedCode } from './new-license.js';

export const MOST_ITEMS = 1_000;
const MOST_MONTHS = 120;

interface Issued {
  readonly issued: readonly { readonly licenseId: LicenseId; readonly code: string }[];
}

interface LicenseToIssue {
  readonly licenseId: LicenseId;
  readonly code: ActivationCode;
  readonly product: Product;
  readonly term: Term;
  readonly updates: Updates;
  readonly item: IssueLicenseItem;
}

export function issueLicenses(
  deps: CommandDeps,
  call: Call,
  input: { readonly accountId?: string; readonly items: readonly IssueLicenseItem[] },
): Promise<Outcome<Issued>> {
  const memory = {
    keep: ({ issued }: Issued) => issued.map(({ licenseId }) => licenseId),
    recall: async (kept: unknown): Promise<Issued> => ({ issued: await wholeCodes(deps, kept as readonly LicenseId[]) }),
  };
  return withRequest(deps, call, 'issueLicenses', input, memory, async (request) => {
    const account = input.accountId === undefined ? null : await reachAccount(deps.store, call.asker, input.accountId);
    if (account && !account.ok) return refused(account.refusal);
    if (input.items.length === 0) return refused(refusal('INVALID_INPUT', ['items'], { rule: 'empty' }));
    if (input.items.length > MOST_ITEMS) {
      return refused(refusal('INVALID_INPUT', ['items'], { rule: 'tooMany', limit: MOST_ITEMS }));
    }
    const licenses: LicenseToIssue[] = [];
    const refusals: Refusal[] = [];
    for (const [index, item] of input.items.entries()) {
      const license = checkedItem(deps, request, item, index);
      if ('licenseId' in license) licenses.push(license);
      else refusals.push({ ...license, path: ['items', String(index), ...license.path] });
    }
    refusals.push(...(await existing(deps, request, licenses)));
    return refusals.length > 0 ? refused(...refusals) : issueAll(deps, request, account?.id ?? null, licenses);
  });
}

/** Nothing is issued where one item cannot be: neither twice in one request, nor what another request issued. */
async function existing(
  deps: CommandDeps,
  request: CommandRequest,
  licenses: readonly LicenseToIssue[],
): Promise<readonly Refusal[]> {
  const seen = new Set<LicenseId>();
  const refusals = await Promise.all(
    licenses.map(async ({ licenseId }, index) => {
      const twice = seen.has(licenseId);
      seen.add(licenseId);
      const { events } = await load(deps.store, licenseOf(licenseId));
      const others = events.length > 0 && events[0]?.metadata.requestId !== request.id;
      return twice || others ? [refusal('ALREADY_DONE', ['items', String(index), 'code'], { rule: 'codeExists' })] : [];
    }),
  );
  return refusals.flat();
}

async function issueAll(
  deps: CommandDeps,
  request: CommandRequest,
  accountId: AccountId | null,
  licenses: readonly LicenseToIssue[],
): Promise<Outcome<Issued>> {
  const results = await Promise.all(
    licenses.map(async ({ licenseId, code, product, term, updates, item }, index) => {
      const { kind, demo = false } = item;
      const data = {
        by: 'VENDOR',
        accountId,
        code: sealedCode(deps, code),
        kind,
        product,
        demo,
        term,
        updates,
        replaces: null,
      } as const;
      const issued = await change(deps, request, licenseOf(licenseId), { account: null, step: 'issue' }, (state) =>
        issueLicense(state, data),
      );
      return { licenseId, code: formatCode(code), issued, index };
    }),
  );
  const issued = results.filter((result) => result.issued.ok).map(({ licenseId, code }) => ({ licenseId, code }));
  const notes = results.flatMap(({ issued: { ok }, index }) =>
    ok ? [] : [refusal('ALREADY_DONE', ['items', String(index), 'code'], { rule: 'codeExists' })],
  );
  const position = Math.max(...results.map(({ issued: changed }) => (changed.ok ? (changed.position ?? 0) : 0)));
  return done({ issued }, position, notes);
}

function checkedItem(
  deps: CommandDeps,
  request: CommandRequest,
  item: IssueLicenseItem,
  index: number,
): LicenseToIssue | Refusal {
  const product = checkedProduct(item.product);
  if (!product.ok) return product.refusal;
  const clocks = checkedClocks(item, request.instant);
  if ('code' in clocks) return clocks;
  if (item.code === undefined) {
    const code = newCode(deps, request, `code:${String(index)}`);
    return { licenseId: licenseIdOf(deps.keys, code), code, product: product.value, ...clocks, item };
  }
  const reading = readActivationCode(item.code);
  if (!reading.ok) return mistyped(reading, ['code']);
  return { licenseId: licenseIdOf(deps.keys, reading.code), code: reading.code, product: product.value, ...clocks, item };
}

const invalid = (field: string, rule: PlainRule): Refusal => refusal('INVALID_INPUT', [field], { rule });

/** Dates, or months that count from the first activation: the term of a license that ends, the subscription of a perpetual one. */
function checkedClocks(item: IssueLicenseItem, now: Instant): { readonly term: Term; readonly updates: Updates } | Refusal {
  const { kind, perpetual, validFrom, validUntil, updatesUntil, months } = item;
  if (months !== undefined && (months < 1 || months > MOST_MONTHS)) return invalid('months', 'months');
  if (perpetual) {
    if (kind === 'CLOUD') return invalid('perpetual', 'perpetualCloud');
    if (validFrom !== undefined || validUntil !== undefined) return invalid('validUntil', 'termOrMonths');
    if (updatesUntil !== undefined && months !== undefined) return invalid('months', 'termOrMonths');
    const updates = updatesUntil !== undefined ? { until: updatesUntil } : months !== undefined ? { months } : null;
    return { term: { perpetual: true }, updates };
  }
  if (kind === 'CLOUD' && updatesUntil !== undefined) return invalid('updatesUntil', 'cloudUpdates');
  const updates = updatesUntil === undefined ? null : { until: updatesUntil };
  if (validUntil === undefined) {
    if (validFrom !== undefined || months === undefined) return invalid('validUntil', 'termNeeded');
    return { term: { perpetual: false, months }, updates };
  }
  if (months !== undefined) return invalid('months', 'termOrMonths');
  const from = validFrom ?? (validUntil < now ? validUntil : now);
  if (from > validUntil || (validFrom !== undefined && from === validUntil)) return invalid('validUntil', 'termOrder');
  return { term: { perpetual: false, from, until: validUntil }, updates };
}
