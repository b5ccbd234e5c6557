/** What a diagnosis says to a person. Codes are for programs; a text never holds one, nor another tenant's facts. */
import type { ActionName, Cause, CauseCode, CauseDetails, Check, MissingFact } from '../../../diagnosis/cause.js';
import type { Language, Text } from '../language.js';
import { ACTIONS } from './actions.js';
import { CAUSES } from './causes.js';
import { PASSED_CHECKS } from './checks.js';
import { MISSING_FACTS } from './missing-facts.js';
import { wordsOf } from './wording.js';

const LIKELY: Text = {
  ru: 'Точно сказать нельзя, но, скорее всего, дело вот в чём.',
  en: 'This is not certain, but the likely reason is as follows.',
};

/** A heading: no period at its end. */
export function causeTitle(code: CauseCode, language: Language, { variant }: CauseDetails = {}): string {
  const { title, titles } = CAUSES[code];
  return ((variant && titles?.[variant]) ?? title)[language];
}

/** What holds and what to do about it, in sentences. `timeZone`: the account's, an IANA name. */
export function causeExplanation(
  cause: Pick<Cause, 'code' | 'details' | 'certainty'>,
  language: Language,
  timeZone: string,
): string {
  const text = CAUSES[cause.code].explanation[language](cause.details, wordsOf(language, timeZone));
  return cause.certainty === 'LIKELY' ? `${LIKELY[language]} ${text}` : text;
}

/** What a check has found; where it could not decide, what it would need for that. `details`: of the cause that it found. */
export function checkExplanation(
  check: Pick<Check, 'code' | 'result' | 'missingFacts'>,
  language: Language,
  details: CauseDetails = {},
): string {
  switch (check.result) {
    case 'PASSED':
      return PASSED_CHECKS[check.code][language];
    case 'FAILED':
      return `${causeTitle(check.code, language, details)}.`;
    case 'NOT_DECIDABLE':
      return undecided(check, language);
  }
}

function undecided({ code, missingFacts }: Pick<Check, 'code' | 'missingFacts'>, language: Language): string {
  const title = causeTitle(code, language);
  const facts = missingFacts.map((fact) => missingFactText(fact, language)).join('; ');
  const needed = facts && (language === 'ru' ? ` Не хватает данных: ${facts}.` : ` What is missing: ${facts}.`);
  return language === 'ru' ? `«${title}»: проверить не удалось.${needed}` : `“${title}”: this could not be checked.${needed}`;
}

/** As on a button: no period at its end. */
export const actionLabel = (action: ActionName, language: Language): string => ACTIONS[action][language];

/** An item of a list: neither a capital at its beginning nor a period at its end. */
export const missingFactText = (fact: MissingFact, language: Language): string => MISSING_FACTS[fact][language];
