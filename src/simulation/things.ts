/** What the simulation knows of its bases, devices and licenses while it makes up their past. */
import type { DatabaseKind } from '../domain/database.js';
import type { LicenseKind } from '../domain/license-terms.js';
import type { DeviceModel, SimulatedProduct } from './names.js';
import type { Release } from './releases.js';

/**
 * RENEWS: subscriptions are renewed, and updates installed. FROZEN: neither. CARELESS: updates are installed though a subscription has
 * ended, which on a local base puts every device into demo (domain.md, section 2, fact 3).
 */
export type BasePolicy = 'RENEWS' | 'FROZEN' | 'CARELESS';

export interface Base {
  readonly number: number;
  readonly guid: string;
  name: string;
  kind: DatabaseKind;
  readonly product: SimulatedProduct;
  readonly policy: BasePolicy;
  /** How its main licenses come into the list; null: nobody adds them. */
  readonly uploads: 'CODE' | 'FILE' | null;
  /** Milliseconds since 1970. */
  readonly opensAt: number;
  /** Open to new devices and to activations by a person. */
  open: boolean;
  release: Release | undefined;
  readonly devices: Device[];
}

/** What is special about a device's past. ORDINARY ones and SPARES, which begin without a license, take part in transfers and moves. */
export type DeviceRole =
  | 'ORDINARY'
  | 'SPARE'
  | 'NO_LICENSE'
  | 'LAPSES'
  | 'BUYS_ANEW'
  | 'LEFT_UNLINKED'
  | 'TRANSITION'
  | 'WITHDRAWN'
  | 'OFF_THE_LIST'
  | 'OFF_AND_ON_THE_LIST'
  | 'DEMO_LICENSE'
  | 'OLD_CLIENT'
  | 'SAME_CODE';

export interface Device {
  /** Another one after a reset: the device is then another thing. */
  code: string;
  name: string;
  readonly role: DeviceRole;
  readonly model: DeviceModel;
  readonly serialNumber: string;
  readonly joinsAt: number;
  base: Base;
  client: Release | undefined;
  license: License | null;
  /** Unlinked from it since it last reported that it runs on none: by its reports alone it does not take them back. */
  readonly left: Set<License>;
  joined: boolean;
  /** False between a disconnection that its base reported and its next connection. */
  connected: boolean;
}

export interface License {
  /** Counted from 1: its code comes from it. */
  readonly number: number;
  readonly kind: LicenseKind;
  readonly product: SimulatedProduct;
  readonly demo: boolean;
  /** Of the clock that counts: the term of a license that ends, the update subscription of a perpetual one. */
  readonly months: number;
  readonly lapses: boolean;
  readonly buysAnew: boolean;
  /** End of that clock, in ms since 1970; null before the first activation. */
  end: number | null;
  device: Device | null;
  lastBase: Base | null;
  uploaded: boolean;
  /** Replaced or withdrawn. */
  over: boolean;
}

export const isPerpetual = (license: Pick<License, 'kind' | 'demo'>): boolean => license.kind === 'MAIN' && !license.demo;
