import { openAccount } from '../../src/domain/account.js';
import { personal } from '../../src/domain/personal.js';
import type { AccountEvent } from '../../src/domain/account.js';
import { OURS, givenAccount } from './things.js';

const NAME = personal(OURS, 'ООО «Ромашка»');
const opened: AccountEvent = { type: 'AccountOpened', data: { name: NAME, locale: 'ru', timeZone: 'Asia/Vladivostok' } };

describe('an account', () => {
  it('is opened with the locale and time zone it asked for', () => {
    givenAccount([])
      .when((account) => openAccount(account, { name: NAME, locale: 'en', timeZone: 'Asia/Vladivostok' }))
      .then([{ type: 'AccountOpened', data: { name: NAME, locale: 'en', timeZone: 'Asia/Vladivostok' } }]);
  });

  it('speaks Russian and lives in Moscow time where it did not say', () => {
    givenAccount([])
      .when((account) => openAccount(account, { name: NAME, locale: null, timeZone: null }))
      .then([{ type: 'AccountOpened', data: { name: NAME, locale: 'ru', timeZone: 'Europe/Moscow' } }]);
  });

  it.each(['Moscow', 'Europe/Atlantis', ''])('is not opened in the time zone "%s"', (timeZone) => {
    givenAccount([])
      .when((account) => openAccount(account, { name: NAME, locale: null, timeZone }))
      .thenRefused('INVALID_INPUT', ['timeZone']);
  });

  it('is opened once', () => {
    givenAccount([opened])
      .when((account) => openAccount(account, { name: NAME, locale: null, timeZone: null }))
      .thenRefused('ALREADY_DONE', ['accountId']);
  });

  it('keeps its name and zone when a reveal in it was denied', () => {
    givenAccount([opened, { type: 'ActivationCodeRevealDenied', data: { licenseId: 'lic_1' as never } }])
      .asked((account) => account)
      .answers(opened.data);
  });
});
