import { Field, ObjectType } from 'type-graphql';
import type {
  ActionName,
  Cause as FoundCause,
  CauseCode,
  Certainty,
  Check,
  Diagnosis as Found,
  NextAction as FoundAction,
} from '../../diagnosis/cause.js';
import { reaches } from '../../auth/viewer.js';
import type { RecordedEvent } from '../../domain/events.js';
import type { AccountId, DeviceId, Instant, LicenseId } from '../../domain/ids.js';
import { Device } from '../device/device.js';
import { Event } from '../event/event.js';
import { License, licenseNode } from '../license/license.js';
import type { ReadView } from '../read/read-view.js';
import { DateTimeScalar } from '../scalars/date-time.js';
import { JsonScalar } from '../scalars/json.js';
import { PositionScalar, type LogPosition } from '../scalars/position.js';
import {
  actionLabel,
  causeExplanation,
  causeTitle,
  checkExplanation,
  missingFactText,
} from '../texts/diagnosis/diagnosis-texts.js';
import { CauseCertaintyEnum, CauseCodeEnum, CheckResultEnum, NextActionCodeEnum } from './enums.js';

/** For whom a diagnosis is shown: the view to read things in, the account that it is about, and that account's time zone. */
export interface DiagnosisReader {
  readonly view: ReadView;
  readonly account: AccountId;
  readonly timeZone: string;
}

/** Of the account, or the vendor's own of a license that it holds: never of a former holder (domain.md, section 6). */
const shownEvents = (
  events: readonly RecordedEvent[],
  { view, account }: DiagnosisReader,
  alsoOf: (account: AccountId) => boolean = () => false,
): readonly Event[] =>
  events
    .filter(({ metadata: { account: of } }) => of === null || of === account || alsoOf(of))
    .map((event) => new Event(event, view));

@ObjectType('NextAction', { simpleResolvers: true, description: 'One thing to do about a cause.' })
export class NextAction {
  @Field(() => NextActionCodeEnum, { description: 'For programs: where it is done, where no mutation does it.' })
  readonly action: ActionName;

  @Field(() => String, { description: "What to do, in the asker's language." })
  readonly label: string;

  @Field(() => String, {
    nullable: true,
    description: 'The mutation that does it, to be sent with these variables; null where there is none that the asker may call.',
  })
  readonly mutation: string | null;

  @Field(() => JsonScalar, { nullable: true, description: 'Its variables, as they stand; or the id of what to look at.' })
  readonly variables: Readonly<Record<string, unknown>> | null;

  @Field(() => String, { nullable: true, description: 'A page that helps, where there is one.' })
  readonly url: string | null = null;

  constructor({ action, mutation, variables }: FoundAction, { view }: DiagnosisReader) {
    const mayNot = mutation !== null && !view.may(`Mutation.${mutation}`);
    this.action = action;
    this.label = actionLabel(action, view.context.language);
    this.mutation = mayNot ? null : mutation;
    this.variables = mayNot ? null : variables;
  }
}

@ObjectType('Cause', { simpleResolvers: true, description: 'One reason that holds.' })
export class Cause {
  @Field(() => CauseCodeEnum, { description: 'For programs.' })
  readonly code: CauseCode;

  @Field(() => String, { description: "In a few words, in the asker's language." })
  readonly title: string;

  @Field(() => String, { description: "In full, in the asker's language." })
  readonly explanation: string;

  @Field(() => CauseCertaintyEnum, { description: 'How sure it is.' })
  readonly certainty: Certainty;

  @Field(() => [Event], { description: 'The events that prove it, in log order.' })
  readonly evidence: readonly Event[];

  @Field(() => [String], { description: "What would tell more, in the asker's language." })
  readonly missingFacts: readonly string[];

  @Field(() => NextAction, { nullable: true, description: 'What to do about it.' })
  readonly nextAction: NextAction | null;

  constructor(cause: FoundCause, reader: DiagnosisReader) {
    const { language } = reader.view.context;
    this.code = cause.code;
    this.title = causeTitle(cause.code, language, cause.details);
    this.explanation = causeExplanation(cause, language, reader.timeZone);
    this.certainty = cause.certainty;
    // That cause is about an account that the asker has access to, and holds for nobody else.
    const ofOther = cause.code === 'WRONG_ACCOUNT' ? (other: AccountId) => reaches(reader.view.context.viewer, other) : undefined;
    this.evidence = shownEvents(cause.evidence, reader, ofOther);
    this.missingFacts = cause.missingFacts.map((fact) => missingFactText(fact, language));
    this.nextAction = cause.nextAction && new NextAction(cause.nextAction, reader);
  }
}

@ObjectType('DiagnosisCheck', { simpleResolvers: true, description: 'One thing that was examined.' })
export class DiagnosisCheck {
  @Field(() => CauseCodeEnum, { description: 'The cause that was looked for.' })
  readonly code: CauseCode;

  @Field(() => CheckResultEnum, { description: 'What came of it.' })
  readonly result: Check['result'];

  @Field(() => String, { description: "Why, in the asker's language." })
  readonly explanation: string;

  @Field(() => [Event], { description: 'The events that were looked at.' })
  readonly evidence: readonly Event[];

  constructor(check: Check, found: FoundCause | undefined, reader: DiagnosisReader) {
    this.code = check.code;
    this.result = check.result;
    this.explanation = checkExplanation(check, reader.view.context.language, found?.details);
    this.evidence = shownEvents(check.evidence, reader);
  }
}

@ObjectType('Diagnosis', {
  simpleResolvers: true,
  description: 'Why a license is missing: every cause that holds, what unblocks first comes first. A query stores nothing.',
})
export class Diagnosis {
  readonly #licenseId: LicenseId | null;
  readonly #deviceId: DeviceId | null;
  readonly #view: ReadView;

  @Field(() => DateTimeScalar, { description: 'When it was asked.' })
  readonly askedAt: Instant;

  @Field(() => PositionScalar, { description: 'Where the log stood then.' })
  readonly position: LogPosition;

  @Field(() => Boolean, { description: 'The license stands in the list of the account.' })
  readonly listed: boolean;

  @Field(() => [Cause], { description: 'Every cause that holds; empty only if the license is listed and active.' })
  readonly causes: readonly Cause[];

  @Field(() => [DiagnosisCheck], { description: 'Every check that was made, in order.' })
  readonly checks: readonly DiagnosisCheck[];

  constructor(found: Found, reader: DiagnosisReader) {
    this.#licenseId = found.licenseId;
    this.#deviceId = found.deviceId;
    this.#view = reader.view;
    this.askedAt = found.askedAt;
    this.position = reader.view.position(found.position);
    this.listed = found.listed;
    this.causes = found.causes.map((cause) => new Cause(cause, reader));
    this.checks = found.checks.map(
      (check) =>
        new DiagnosisCheck(
          check,
          found.causes.find(({ code }) => code === check.code),
          reader,
        ),
    );
  }

  @Field(() => License, { nullable: true, description: 'The license that it is about, where the account holds one.' })
  get license(): License | null {
    return licenseNode(this.#licenseId, this.#view);
  }

  @Field(() => Device, { nullable: true, description: 'The device that it is about.' })
  get device(): Device | null {
    const row = this.#view.device(this.#deviceId);
    return row ? new Device(row, this.#view) : null;
  }
}
