/**
 * Russian for what graphql-js and Apollo say about a question, which they say in English only. English answers keep their words.
 *
 * A message that is not known here keeps its English, behind a Russian sentence that says what kind of mistake it is.
 */
type Pattern = readonly [said: RegExp, russian: string];

/** About one value: what stands behind the last `; ` of a message about a variable, or alone where a literal was written. */
const VALUES: readonly Pattern[] = [
  [/^Int cannot represent non 32-bit signed integer value: [^]*$/, 'Нужно целое число от -2147483648 до 2147483647.'],
  [/^Int cannot represent non-integer value: [^]*$/, 'Нужно целое число.'],
  [/^Float cannot represent non numeric value: [^]*$/, 'Нужно число.'],
  [/^String cannot represent a non string value: [^]*$/, 'Нужен текст в кавычках.'],
  [/^Boolean cannot represent a non boolean value: [^]*$/, 'Нужно true или false.'],
  [
    /^ID cannot represent (?:value|a non-string and non-integer value): [^]*$/,
    'Нужен идентификатор: текст в кавычках или целое число.',
  ],
  [/^Value "([^"]*)" does not exist in "(\w+)" enum\.[^]*$/, 'В перечислении $2 нет значения $1.'],
  [/^Enum "(\w+)" cannot represent non-(?:string|enum) value: [^]*$/, 'Нужно значение перечисления $1.'],
  [/^Field "([\w.]+)" of required type "([^"]+)" was not provided\.$/, 'Нет обязательного поля $1: $2.'],
  [/^Field "(\w+)" is not defined by type "(\w+)"\.[^]*$/, 'У типа $2 нет поля $1.'],
  [/^Expected non-nullable type "([^"]+)" not to be null\.$/, 'Здесь не может быть null: нужен тип $1.'],
  [/^Expected type "([^"]+)" to be an object\.$/, 'Нужен объект типа $1.'],
  [/^Expected value of type "([^"]+)", found [^]*$/, 'Нужно значение типа $1.'],
];

const DOCUMENTS: readonly Pattern[] = [
  [/^Variable "(\$\w+)" of required type "([^"]+)" was not provided\.$/, 'Нет обязательной переменной $1: $2.'],
  [/^Variable "(\$\w+)" of non-null type "([^"]+)" must not be null\.$/, 'Переменная $1 не может быть null: нужен тип $2.'],
  [/^Variable "(\$\w+)" is not defined(?: by operation "\w+")?\.$/, 'Переменная $1 не объявлена.'],
  [/^Variable "(\$\w+)" is never used(?: in operation "\w+")?\.$/, 'Переменная $1 не используется.'],
  [
    /^Variable "(\$\w+)" of type "([^"]+)" used in position expecting type "([^"]+)"\.$/,
    'Переменная $1 типа $2 стоит там, где нужен тип $3.',
  ],
  [/^Too many errors processing variables[^]*$/, 'В переменных слишком много ошибок: показаны первые.'],
  [/^Cannot query field "(\w+)" on type "(\w+)"\.[^]*$/, 'У типа $2 нет поля $1.'],
  [/^Unknown argument "(\w+)" on field "([\w.]+)"\.[^]*$/, 'У поля $2 нет аргумента $1.'],
  [
    /^(?:Field|Argument) "(\w+)" argument "(\w+)" of type "([^"]+)" is required, but it was not provided\.$/,
    'У поля $1 нет обязательного аргумента $2: $3.',
  ],
  [/^Argument "(\w+)" of (?:required|non-null) type "([^"]+)"[^]*$/, 'Нет обязательного аргумента $1: $2.'],
  [/^Unknown type "([^"]+)"\.[^]*$/, 'Нет типа $1.'],
  [/^Unknown fragment "(\w+)"\.$/, 'Нет фрагмента $1.'],
  [/^Unknown operation named "(\w+)"\.$/, 'В документе нет операции $1.'],
  [
    /^Must provide operation name if query contains multiple operations\.$/,
    'В документе несколько операций: укажите operationName.',
  ],
  [/^Field "(\w+)" of type "([^"]+)" must have a selection of subfields\.[^]*$/, 'У поля $1 типа $2 нужно выбрать поля.'],
  [/^Field "(\w+)" must not have a selection since type "([^"]+)" has no subfields\.$/, 'У поля $1 типа $2 нет полей.'],
  [/^Syntax Error: Document contains more tha[nt] (\d+) tokens[^]*$/, 'Документ слишком велик: больше $1 лексем.'],
  [
    /^This operation has been blocked as a potential Cross-Site Request Forgery[^]*$/,
    'Нужен content-type: application/json или заголовок apollo-require-preflight.',
  ],
  [/^Operation batching disabled\.$/, 'Несколько операций в одном запросе не принимаются.'],
  [/^GET requests only support query operations[^]*$/, 'GET — только для запросов: мутации — через POST.'],
  [/^GraphQL operations must contain a non-empty `query`[^]*$/, 'В запросе нет query.'],
  [/^GraphQL queries must be strings\.[^]*$/, 'query должен быть текстом.'],
  [
    /^POST body missing, invalid Content-Type, or JSON object has no keys\.$/,
    'Тело запроса пусто или его content-type не application/json.',
  ],
  [/^`(\w+)` in a POST body [^]*$/, 'Поле $1 запроса — не того типа.'],
  [
    /^An 'accept' header was provided for this request which does not accept[^]*$/,
    'Ответ бывает только JSON: этого нет в заголовке accept.',
  ],
];

const KINDS: Readonly<Record<string, string>> = {
  GRAPHQL_PARSE_FAILED: 'Документ GraphQL не разобран',
  GRAPHQL_VALIDATION_FAILED: 'Документ GraphQL не подходит к схеме',
  OPERATION_RESOLUTION_FAILURE: 'Не ясно, какую операцию выполнить',
  BAD_USER_INPUT: 'Недопустимое значение',
  BAD_REQUEST: 'Запрос составлен неверно',
};

const translated = (message: string, patterns: readonly Pattern[]): string | undefined => {
  const [said, russian] = patterns.find(([pattern]) => pattern.test(message)) ?? [];
  return said && russian !== undefined ? message.replace(said, russian) : undefined;
};

/** `code` is the error's own; `problem`, of a value, is what is wrong with it, as the library's innermost error has it. */
export function inRussian(message: string, code: string, problem: string | undefined): string {
  const value = problem === undefined ? undefined : translated(problem, VALUES);
  const known = value === undefined ? undefined : `${placeOf(message)}${value}`;
  const kind = KINDS[code];
  return known ?? translated(message, [...DOCUMENTS, ...VALUES]) ?? (kind === undefined ? message : `${kind}: ${message}`);
}

/** `Переменная $input.items[0].kind: ` where the message is about a variable, else nothing. The value that was sent is not repeated. */
export function placeOf(message: string): string {
  const [, name] = /^Variable "\$(\w+)" got invalid value /.exec(message) ?? [];
  if (name === undefined) return '';
  const [, path] = /^[^]* at "([\w.[\]]+)"; [^]*$/.exec(message) ?? [];
  return `Переменная $${path?.startsWith(name) === true ? path : name}: `;
}
