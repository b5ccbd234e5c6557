import type { LicenseState } from '../../src/domain/license.js';
import type { TableShape } from '../keyed-table.js';
import { stateFromJson, stateToJson } from '../state-json.js';

/**
 * The fold of a license's stream, kept without the sealed code, which belongs in the log alone, and without the finished intents and the
 * former ends of its clocks, which deciders ask for and no row shows: what the fold does with the rest does not depend on them.
 */
export const LICENSE_STATE: TableShape<LicenseState> = {
  name: 'license_state',
  columns: ['id', 'state'],
  write: (id, state) => {
    const kept = { ...state, code: { lastGroup: state.code.lastGroup }, finishedIntents: undefined, endsEver: undefined };
    return [id, stateToJson(kept)];
  },
  read: (record) => {
    const kept = stateFromJson(String(record['state'])) as unknown as LicenseState;
    return {
      ...kept,
      code: { keyId: '', sealed: '', lastGroup: kept.code.lastGroup },
      finishedIntents: new Set(),
      endsEver: { term: new Set(), updates: new Set() },
    };
  },
};
