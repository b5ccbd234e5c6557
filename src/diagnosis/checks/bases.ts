/** The base that was asked for, or that the device is on. */
import { productFits, type Product } from '../../domain/product.js';
import type { Facts } from '../facts.js';
import { doThis, excluded, holds, lastOf, named, send, undecidable, type Finding } from '../finding.js';

/** Of another tenant or of nobody: the same answer. */
const noSuchBase = (): Finding =>
  holds('BASE_DELETED', {
    evidence: [],
    certainty: 'LIKELY',
    missingFacts: ['DATABASE'],
    details: { variant: 'NO_SUCH_BASE' },
    nextAction: doThis('CHOOSE_BASE'),
  });

export function baseDeleted({ base, baseAsked, whereabouts, deviceAsked }: Facts): Finding | undefined {
  if (!base && baseAsked && whereabouts === 'NOT_ASKED' && !deviceAsked) return noSuchBase();
  if (!base) return baseAsked ? undecidable('BASE_DELETED', 'DATABASE') : undefined;
  if (base.state.lifecycle !== 'DELETED') return excluded('BASE_DELETED', [base.events[0]]);
  const details = named('baseName', base.state.name);
  return holds('BASE_DELETED', {
    evidence: [lastOf(base.events, 'DatabaseDeleted')],
    details,
    nextAction: doThis('ASK_FOR_BACKUP'),
  });
}

export function baseStopped({ base, baseAsked }: Facts): Finding | undefined {
  if (!base) return baseAsked ? undecidable('BASE_STOPPED', 'DATABASE') : undefined;
  if (base.state.lifecycle !== 'STOPPED') return excluded('BASE_STOPPED', [base.events[0]]);
  return holds('BASE_STOPPED', {
    evidence: [lastOf(base.events, 'DatabaseStopped')],
    details: named('baseName', base.state.name),
    nextAction: send('START_BASE', 'startDatabase', { databaseId: base.id }),
  });
}

/** All that is known of it: a level may be all in which two products differ. */
const inWords = ({ name, level, configuration }: Omit<Record<keyof Product, string | null>, 'sku'>): string =>
  [name, level, configuration].filter((part) => part !== null).join(', ');

/** A license fits unless a fact that both state differs. */
export function wrongProduct({ license, base }: Facts): Finding | undefined {
  if (!license || !base) return undefined;
  const { product } = license.state;
  if (productFits(product, base.state)) return excluded('WRONG_PRODUCT');
  const { productName, level, configuration } = base.state;
  const baseProductName = inWords({ name: productName, level, configuration });
  return holds('WRONG_PRODUCT', {
    evidence: [license.events[0], lastOf(base.events, 'DatabaseFactsChanged') ?? base.events[0]],
    details: {
      productName: inWords(product),
      ...named('baseName', base.state.name),
      ...(baseProductName !== '' && { baseProductName }),
    },
    nextAction: doThis('ORDER_TRANSITION'),
  });
}
