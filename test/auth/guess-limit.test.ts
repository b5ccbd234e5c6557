import { createGuessLimit } from '../../src/auth/guess-limit.js';

const HOUR = 3_600_000;
let now: number;
const limit = (missesAnHour = 60): ReturnType<typeof createGuessLimit> => createGuessLimit(() => now, missesAnHour);

beforeEach(() => {
  now = 1_000_000;
});

describe('guessing codes', () => {
  it('ends after sixty misses', () => {
    const guesses = limit();
    for (let miss = 0; miss < 60; miss++) {
      expect(guesses.remaining('anna')).toBe(60 - miss);
      guesses.recordMiss('anna');
    }
    expect(guesses.remaining('anna')).toBe(0);
  });

  it('of one viewer takes nothing from another', () => {
    const guesses = limit(1);
    guesses.recordMiss('anna');
    expect(guesses.remaining('anna')).toBe(0);
    expect(guesses.remaining('boris')).toBe(1);
  });

  it('may go on a sixtieth of an hour later, with one try', () => {
    const guesses = limit();
    for (let miss = 0; miss < 60; miss++) guesses.recordMiss('anna');
    expect(guesses.retryAfterSeconds('anna')).toBe(60);
    now += HOUR / 60;
    expect(guesses.retryAfterSeconds('anna')).toBe(0);
    expect(guesses.remaining('anna')).toBe(1);
  });

  it('is forgiven after an hour', () => {
    const guesses = limit();
    for (let miss = 0; miss < 60; miss++) guesses.recordMiss('anna');
    now += HOUR;
    expect(guesses.remaining('anna')).toBe(60);
  });

  it('is not forgiven by a clock that goes back', () => {
    const guesses = limit(1);
    guesses.recordMiss('anna');
    now -= HOUR;
    expect(guesses.remaining('anna')).toBe(0);
  });

  it('is remembered for each of ten thousand viewers', () => {
    const guesses = limit(1);
    for (let viewer = 0; viewer < 10_000; viewer++) guesses.recordMiss(`viewer ${String(viewer)}`);
    expect(guesses.remaining('viewer 0')).toBe(0);
  });
});
