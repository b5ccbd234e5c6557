import { clientBelowServer, compareVersions } from '../../src/domain/version-number.js';

describe('a client below its server', () => {
  it.each([
    ['1.4', '1.5', true],
    ['1.9', '1.10', true],
    ['1.9.9', '2.0', true],
    ['1', '1.1', true],
    ['v1.4.7', '1.5.0', true],
    ['1.5', '1.5.9', false],
    ['1.5.0', '1.5', false],
    ['1.10', '1.9', false],
    ['2.0', '1.9', false],
    ['1', '1.0', false],
  ])('client %s, server %s: %s', (client, server, below) => {
    expect(clientBelowServer(client, server)).toBe(below);
  });

  it.each([
    [null, '1.5'],
    ['1.4', null],
    ['неизвестна', '1.5'],
    ['1.4', 'β'],
    [null, null],
  ])('is never said of versions that are not known: client %s, server %s', (client, server) => {
    expect(clientBelowServer(client, server)).toBe(false);
  });
});

describe('comparing versions', () => {
  it.each([
    ['1.2.3', '1.2.4', -1],
    ['1.2.9', '1.2.10', -1],
    ['1.2', '1.2.1', -1],
    ['1.2', '1.2.0', 0],
    ['2', '1.9.9.9', 1],
    ['v1.3', 'версия 1.2', 1],
  ])('%s against %s: %i', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b) ?? Number.NaN)).toBe(sign);
    expect(Math.sign(compareVersions(b, a) ?? Number.NaN)).toBe(sign === 0 ? 0 : -sign);
  });

  it.each([
    ['1.2', 'новая'],
    ['', '1.2'],
  ])('answers nothing for text without a number: "%s", "%s"', (a, b) => {
    expect(compareVersions(a, b)).toBeUndefined();
  });
});
