/** Fields of mutation inputs: the GraphQL type, its description, and an upper bound on length in one decorator each. */
import { MaxLength } from 'class-validator';
import { Field, ID } from 'type-graphql';
import { LONGEST_ID, LONGEST_TEXT } from '../limits/lengths.js';
import { DateTimeScalar } from '../scalars/date-time.js';

function text(type: typeof ID | StringConstructor, longest: number, nullable: boolean) {
  return (description: string): PropertyDecorator =>
    (prototype, name) => {
      Field(() => type, { nullable, description })(prototype, name);
      MaxLength(longest)(prototype, String(name));
    };
}

export const RequiredText = text(String, LONGEST_TEXT, false);
export const OptionalText = text(String, LONGEST_TEXT, true);
export const RequiredId = text(ID, LONGEST_ID, false);
export const OptionalId = text(ID, LONGEST_ID, true);

export const OptionalTime = (description: string): PropertyDecorator =>
  Field(() => DateTimeScalar, { nullable: true, description });

/** Every mutation input has it. */
export const IdempotencyKey = (): PropertyDecorator =>
  OptionalText(
    'Chosen by the client, up to 200 characters: the same key with the same input answers as the first time and changes nothing; with other input it is CONFLICT.',
  );
