/** All views of the read model and the schema of its file. */
import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { ACCOUNT_SCHEMA, AccountView } from './account/account-view.js';
import { DATABASE_SCHEMA, DatabaseView } from './database/database-view.js';
import { DEVICE_SCHEMA, DeviceView } from './device/device-view.js';
import { EVENT_SCHEMA, EventView } from './event/event-view.js';
import { EXPIRY_SCHEMA, ExpiryView } from './expiry/expiry-view.js';
import { FEEDBACK_SCHEMA, FeedbackView } from './feedback/feedback-view.js';
import { LICENSE_SCHEMA, LicenseView } from './license/license-view.js';
import { LOG_TIME_SCHEMA } from './log-time.js';
import { OPEN_WORK_SCHEMA, OpenWorkView } from './open-work/open-work-view.js';
import { ORDER_SCHEMA, OrderView } from './order/order-view.js';
import { PARKING_SCHEMA } from './parking.js';
import { SUPPORT_CASE_SCHEMA, SupportCaseView } from './support-case/support-case-view.js';
import { UPLOAD_SCHEMA, UploadView } from './upload/upload-view.js';
import type { View } from './view.js';
import type { WriteBuffer } from './write-buffer.js';

/** Raised when rows mean something else than before although the schema is the same; a changed schema is noticed by itself. */
export const READ_MODEL_VERSION = 1;

const SCHEMAS = [
  LICENSE_SCHEMA,
  DEVICE_SCHEMA,
  DATABASE_SCHEMA,
  ACCOUNT_SCHEMA,
  UPLOAD_SCHEMA,
  ORDER_SCHEMA,
  SUPPORT_CASE_SCHEMA,
  OPEN_WORK_SCHEMA,
  EXPIRY_SCHEMA,
  FEEDBACK_SCHEMA,
  EVENT_SCHEMA,
  LOG_TIME_SCHEMA,
  PARKING_SCHEMA,
];

export const TABLES: readonly string[] = SCHEMAS.flatMap((schema) => schema.tables);
export const INDEXES: readonly string[] = SCHEMAS.flatMap((schema) => schema.indexes);

/** Of the tables and indexes: a file with another one is rebuilt. */
export const SCHEMA_FINGERPRINT = createHash('sha256')
  .update([...TABLES, ...INDEXES].join('\n'))
  .digest('hex');

export type OpenViews = (database: Database, buffer: WriteBuffer, cacheSize: number) => readonly View[];

export const openViews: OpenViews = (database, buffer, cacheSize) => [
  new DatabaseView(database, buffer, cacheSize),
  new DeviceView(database, buffer, cacheSize),
  new LicenseView(database, buffer, cacheSize),
  new AccountView(database, buffer, cacheSize),
  new UploadView(database, buffer, cacheSize),
  new OrderView(database, buffer, cacheSize),
  new SupportCaseView(database, buffer, cacheSize),
  new OpenWorkView(database, buffer, cacheSize),
  new ExpiryView(database, buffer, cacheSize),
  new FeedbackView(database, buffer),
  new EventView(database, buffer, cacheSize),
];

/** Tables whose rows are a pure function of the log, with the columns that tell their rows apart. */
export const COMPARED: readonly { readonly table: string; readonly key: readonly string[] }[] = [
  { table: 'license', key: ['id'] },
  { table: 'license_past', key: ['id', 'from_position'] },
  { table: 'license_state', key: ['id'] },
  { table: 'license_on_device', key: ['device_id', 'license_id'] },
  { table: 'device_on_cloud', key: ['device_id'] },
  { table: 'device', key: ['id'] },
  { table: 'device_past', key: ['id', 'from_position'] },
  { table: 'device_report', key: ['device_id', 'from_position'] },
  { table: 'device_state', key: ['id'] },
  { table: 'database', key: ['id'] },
  { table: 'database_past', key: ['id', 'from_position'] },
  { table: 'database_state', key: ['id'] },
  { table: 'account', key: ['id'] },
  { table: 'upload', key: ['id'] },
  { table: 'upload_result', key: ['upload_id', 'item_index'] },
  { table: 'license_order', key: ['id'] },
  { table: 'license_order_result', key: ['order_id', 'license_id'] },
  { table: 'rating', key: ['position'] },
  { table: 'rating_cause', key: ['position', 'code'] },
  { table: 'expiry', key: ['license_id'] },
  { table: 'support_case', key: ['id'] },
  { table: 'event', key: ['position'] },
  { table: 'event_holder', key: ['license_id'] },
  { table: 'event_mention', key: ['subject', 'position'] },
  { table: 'slot', key: ['device_id'] },
  { table: 'log_time', key: ['recorded_at'] },
];
