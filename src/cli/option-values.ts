import { InvalidArgumentError } from 'commander';
import { parseAccountId, parseInstant, type AccountId, type Instant } from '../domain/ids.js';
import type { Texts } from './texts.js';

/** For options: a whole number within limits. */
export const wholeNumber =
  (texts: Texts, from: number, to: number) =>
  (text: string): number => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= from && number <= to) return number;
    throw new InvalidArgumentError(texts.expectedNumber(from, to));
  };

export const instant =
  (texts: Texts) =>
  (text: string): Instant => {
    const read = parseInstant(text);
    if (read) return read;
    throw new InvalidArgumentError(texts.expectedInstant);
  };

export const account =
  (texts: Texts) =>
  (text: string): AccountId => {
    const read = parseAccountId(text);
    if (read) return read;
    throw new InvalidArgumentError(texts.expectedAccount);
  };
