/** The events of each step of a base in a large log: the base's own, its account's, its uploads and orders. */
import { lastGroupOf } from '../../src/domain/activation-code.js';
import type { DomainEvent } from '../../src/domain/events.js';
import { accountStream, databaseStream, licenseStream, orderStream, uploadStream } from '../../src/domain/ids.js';
import { personal } from '../../src/domain/personal.js';
import type { UploadEvent, UploadItem } from '../../src/domain/upload.js';
import { accountName } from '../../src/simulation/names.js';
import { chance, type Base } from './estate.js';
import { gatewayOf, memberOf, releaseDay, TIME_ZONE, vendor, type ToAppend, type Writer } from './events.js';
import type { BaseStep } from './plan.js';

/** Appends of one step of a base. `mayUpload`: its license can be uploaded now. */
export function baseAppends(
  writer: Writer,
  index: number,
  step: BaseStep,
  minute: number,
  mayUpload: (pair: number) => boolean,
): readonly ToAppend[] {
  const base = writer.estate.base(index);
  const account = base.account.id;
  const byPerson = memberOf(base);
  const actor = step === 'OPEN' || step === 'SERVER' ? gatewayOf(base) : step === 'PAY' ? vendor : byPerson;
  const request = writer.request(`${step}-${String(index)}-${String(minute)}`, minute, actor);
  const onBase = (event: DomainEvent): ToAppend =>
    writer.append(databaseStream(base.id), request, { account, step: 'base' }, event);
  switch (step) {
    case 'OPEN':
      return [...(base.isFirst ? [accountOpened(writer, base, minute)] : []), onBase(registered(writer, base, minute))];
    case 'SERVER': {
      const release = writer.release(minute);
      if (!release) return [];
      const facts = { serverVersion: release.version, serverVersionReleasedAt: releaseDay(release) };
      return [onBase({ type: 'DatabaseFactsChanged', data: facts })];
    }
    case 'RENAME_BASE':
      return [onBase({ type: 'DatabaseRenamed', data: { name: personal(base.id, `${base.name}, новое оборудование`) } })];
    case 'STOP':
      return [onBase({ type: 'DatabaseStopped', data: {} })];
    case 'START':
      return [onBase({ type: 'DatabaseStarted', data: {} })];
    case 'UPLOAD':
      return uploadOf(writer, base, index, minute, mayUpload);
    case 'ORDER':
    case 'PAY':
    case 'CANCEL':
      return [ordered(writer, base, index, step, minute)];
  }
}

function accountOpened(writer: Writer, { account }: Base, minute: number): ToAppend {
  const request = writer.request(`account-${account.id.slice(4)}`, minute, vendor);
  const name = personal(account.id, `${accountName(account.devices)} ${account.id.slice(11)}`);
  return writer.append(
    accountStream(account.id),
    request,
    { account: account.id, step: 'open' },
    { type: 'AccountOpened', data: { name, locale: 'ru', timeZone: TIME_ZONE } },
  );
}

function registered(writer: Writer, base: Base, minute: number): DomainEvent {
  const release = writer.release(minute);
  const { account, guid, name, kind, product } = base;
  return {
    type: 'DatabaseRegistered',
    data: {
      accountId: account.id,
      guid,
      name: personal(base.id, name),
      kind,
      productName: product.name,
      level: product.level,
      configuration: product.configuration,
      serverVersion: release?.version ?? null,
      serverVersionReleasedAt: release ? releaseDay(release) : null,
    },
  };
}

/** All main licenses of a base by code or by file; one upload in twelve has a slip. */
function uploadOf(
  writer: Writer,
  base: Base,
  index: number,
  minute: number,
  mayUpload: (pair: number) => boolean,
): readonly ToAppend[] {
  const by = base.uploads ?? 'CODE';
  const account = base.account.id;
  const request = writer.request(`upload-${String(index)}`, minute, memberOf(base));
  const uploadId = writer.uploadId(request);
  const fileName = personal(uploadId, `Лицензии ${String(index % 97)}.xml`);
  const claims: ToAppend[] = [];
  const items: UploadEvent[] = [];
  for (let pair = base.firstPair; pair < base.firstPair + base.pairs; pair++) {
    if (!mayUpload(pair)) continue;
    const licenseId = writer.estate.licenseId(pair);
    const lastGroup = lastGroupOf(writer.estate.code(pair));
    const number = items.length;
    const item: UploadItem =
      by === 'CODE' ? { source: by, lastGroup } : { source: by, fileName, licenseNumber: number + 1, lastGroup };
    const step = `upload:${String(number)}`;
    const uploaded = { type: 'LicenseUploaded', data: { accountId: account, uploadId, by } } as const;
    claims.push(writer.append(licenseStream(licenseId), request, { account, step }, uploaded));
    items.push({ type: 'UploadItemAccepted', data: { index: number, item, outcome: 'ADDED', licenseId, detail: null } });
  }
  if (chance(index, 120) < 1 / 12) items.push(slip(by, fileName, items.length, index));
  const onUpload = (step: string, ...events: readonly UploadEvent[]): ToAppend =>
    writer.append(uploadStream(uploadId), request, { account, step }, ...events);
  return [
    onUpload('receive', {
      type: 'UploadReceived',
      data: { accountId: account, source: by, parts: by === 'CODE' ? items.length : 1 },
    }),
    ...claims,
    ...(items.length > 0 ? [onUpload('items:0', ...items)] : []),
    onUpload('finish', { type: 'UploadFinished', data: { items: items.length } }),
  ];
}

function slip(by: 'CODE' | 'FILE', fileName: ReturnType<typeof personal>, number: number, index: number): UploadEvent {
  const lastGroup = `7H3${String(index % 10)}Q`;
  return by === 'CODE'
    ? {
        type: 'UploadItemRejected',
        data: {
          index: number,
          item: { source: 'CODE', lastGroup },
          outcome: 'CODE_MISTYPED',
          detail: { rule: 'codeGroup', group: 2 },
        },
      }
    : {
        type: 'UploadItemRejected',
        data: {
          index: number,
          item: { source: 'FILE', fileName, licenseNumber: null, lastGroup: null },
          outcome: 'FILE_DAMAGED',
          detail: { rule: 'xml', line: 3, column: 14, problem: 'unclosed tag' },
        },
      };
}

/** New licenses for the base: cancelled, paid, or left as it was placed. */
function ordered(writer: Writer, base: Base, index: number, step: 'ORDER' | 'PAY' | 'CANCEL', minute: number): ToAppend {
  const account = base.account.id;
  const orderId = writer.orderId(writer.request(`order-${String(index)}`, minute, memberOf(base)));
  const request = writer.request(`${step}-${String(index)}`, minute, step === 'PAY' ? vendor : memberOf(base));
  const kind = base.kind === 'CLOUD' ? 'CLOUD' : 'MAIN';
  const event: DomainEvent =
    step === 'ORDER'
      ? {
          type: 'LicensesOrdered',
          data: { accountId: account, items: [{ product: base.product, kind, quantity: 5, months: 12 }] },
        }
      : step === 'PAY'
        ? { type: 'OrderPaid', data: {} }
        : { type: 'OrderCancelled', data: { reason: null } };
  return writer.append(orderStream(orderId), request, { account, step: step.toLowerCase() }, event);
}
