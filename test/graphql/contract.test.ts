import { readFileSync } from 'node:fs';
import {
  buildSchema,
  findBreakingChanges,
  getNamedType,
  GraphQLString,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { buildKabinetSchema } from '../../src/graphql/schema.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const ours = Object.values(buildKabinetSchema().getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const BUILT_IN = ['String', 'Int', 'Boolean', 'ID', 'Float'];

describe('the schema', () => {
  const printed = buildSchema(printSchema(buildKabinetSchema()));

  it('holds every type, field, argument and value of the contract', () => {
    expect(findBreakingChanges(buildSchema(read('contract.graphql')), printed)).toEqual([]);
  });

  it('would be told from one that lost a field', () => {
    const without = buildSchema(printSchema(printed).replace('updatesActive: Boolean', 'updatesRun: Boolean'));
    expect(findBreakingChanges(buildSchema(read('contract.graphql')), without)).toHaveLength(1);
  });

  it('stands in schema/schema.graphql as the code gives it', () => {
    const committed = read('../../schema/schema.graphql');
    expect(committed.endsWith(`${printSchema(lexicographicSortSchema(buildKabinetSchema()))}\n`)).toBe(true);
  });

  it('describes every type, field, argument, input field and enum value', () => {
    const undescribed: string[] = [];
    const check = (name: string, { description }: { readonly description?: string | null | undefined }): void => {
      if (!description) undescribed.push(name);
    };
    for (const type of ours) {
      if (!BUILT_IN.includes(type.name)) check(type.name, type);
      if (isEnumType(type)) for (const value of type.getValues()) check(`${type.name}.${value.name}`, value);
      if (isInputObjectType(type))
        for (const field of Object.values(type.getFields())) check(`${type.name}.${field.name}`, field);
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        check(`${type.name}.${field.name}`, field);
        for (const argument of field.args) check(`${type.name}.${field.name}(${argument.name})`, argument);
      }
    }
    expect(undescribed).toEqual([]);
  });

  it('takes an idempotency key in the input of every mutation', () => {
    const mutations = Object.values(buildKabinetSchema().getMutationType()?.getFields() ?? {});
    const without = mutations.filter(({ args: [input] }) => {
      const type = input && getNamedType(input.type);
      return !isInputObjectType(type) || type.getFields()['idempotencyKey']?.type !== GraphQLString;
    });
    expect(mutations.length).toBeGreaterThan(15);
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});
