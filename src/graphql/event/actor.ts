import { Field, ID, ObjectType } from 'type-graphql';
import type { Actor as DomainActor, Role } from '../../domain/events.js';
import { RoleEnum } from '../enums.js';
import type { Language } from '../texts/language.js';
import { shown } from '../texts/shown.js';

@ObjectType('Actor', { simpleResolvers: true, description: 'Who did something.' })
export class Actor {
  @Field(() => RoleEnum, { nullable: true, description: 'In which role; null: the system itself.' })
  readonly role: Role | null;

  @Field(() => ID, { description: 'Subject of the token, or the name of a part of the system.' })
  readonly id: string;

  @Field(() => String, { nullable: true, description: 'Name, where the token told one.' })
  readonly name: string | null;

  constructor(actor: DomainActor, language: Language) {
    this.role = actor.role;
    this.id = actor.id;
    this.name = actor.name && shown(actor.name, language);
  }
}
