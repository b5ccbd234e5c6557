/** What an id of any type stands for, as far as the viewer reaches: the same as the field of its type would answer. */
import { parseDatabaseId, parseDeviceId, parseLicenseId } from '../../domain/ids.js';
import { accountNode } from '../account/account.js';
import { databaseNode } from '../database/database.js';
import { deviceNode } from '../device/device.js';
import { licenseNode } from '../license/license.js';
import { orderNode } from '../order/order.js';
import { supportCaseNode } from '../support-case/support-case.js';
import type { ReadView } from '../read/read-view.js';
import { uploadNode } from '../upload/upload.js';
import type { Node } from './node.js';

export function findNode(id: string, view: ReadView): Node | null {
  const license = parseLicenseId(id);
  if (license) return licenseNode(license, view);
  const device = parseDeviceId(id);
  if (device) return deviceNode(device, view);
  const database = parseDatabaseId(id);
  if (database) return databaseNode(database, view);
  return (
    uploadNode(id, view) ??
    orderNode(id, view) ??
    supportCaseNode(id, view) ??
    (view.may('Query.account') ? accountNode(view.context, id) : null)
  );
}

/** Nodes of one type are loaded together. */
export function findNodes(ids: readonly string[], view: ReadView): readonly (Node | null)[] {
  for (const id of ids) {
    const device = parseDeviceId(id);
    const database = parseDatabaseId(id);
    view.wantLicense(parseLicenseId(id) ?? null);
    if (device) view.wantDevice(device);
    if (database) view.wantDatabase(database);
  }
  return ids.map((id) => findNode(id, view));
}
