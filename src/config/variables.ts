/** Every variable, with the one line that `kabinet serve --help` shows. */
export const VARIABLES = {
  PORT: {
    ru: 'порт HTTP-сервера (4000)',
    en: 'port of the HTTP server (4000)',
  },
  KABINET_HOST: {
    ru: 'адрес, на котором он слушает (127.0.0.1; в контейнере 0.0.0.0)',
    en: 'address that it listens on (127.0.0.1; the container sets 0.0.0.0)',
  },
  KABINET_DATA_DIR: {
    ru: 'папка журнала и модели чтения (./data)',
    en: 'folder of the log and the read model (./data)',
  },
  KABINET_KEYS_DIR: {
    ru: 'папка ключей (keys в папке данных)',
    en: 'folder of the keys (keys, in the data folder)',
  },
  KABINET_EVENT_STORE: {
    ru: 'sqlite или строка подключения KurrentDB: esdb://… (sqlite)',
    en: 'sqlite, or a connection string of KurrentDB: esdb://… (sqlite)',
  },
  KABINET_WORKER: {
    ru: '1: этот узел ведёт общую работу журнала KurrentDB (как serve --worker)',
    en: '1: this node does the common work of a KurrentDB log (as serve --worker)',
  },
  KABINET_JWKS_URL: {
    ru: 'открытые ключи издателя токенов (не задано: своя пара ключей, для `kabinet token`)',
    en: 'public keys of the token issuer (unset: a key pair of our own, for `kabinet token`)',
  },
  KABINET_JWT_ISSUER: {
    ru: 'какой `iss` у токенов (kabinet; обязательно с KABINET_JWKS_URL)',
    en: 'expected `iss` of tokens (kabinet; required with KABINET_JWKS_URL)',
  },
  KABINET_JWT_AUDIENCE: {
    ru: 'какой `aud` у токенов (kabinet; обязательно с KABINET_JWKS_URL)',
    en: 'expected `aud` of tokens (kabinet; required with KABINET_JWKS_URL)',
  },
  KABINET_OIDC_CLIENT_ID: {
    ru: 'под каким именем клиента страница входит через провайдера OpenID, названного в KABINET_JWT_ISSUER (не через него)',
    en: 'client that the page signs in as, by the OpenID provider of KABINET_JWT_ISSUER (unset: not by it)',
  },
  KABINET_OIDC_CLIENT_SECRET: {
    ru: 'секрет этого клиента, если он у него есть',
    en: 'secret of that client, if it has one',
  },
  KABINET_OIDC_REDIRECT_URI: {
    ru: 'адрес страницы с путём /session/callback; обязательно с KABINET_OIDC_CLIENT_ID',
    en: 'address of the page with the path /session/callback; required with KABINET_OIDC_CLIENT_ID',
  },
  KABINET_OIDC_SCOPE: {
    ru: 'что страница просит у провайдера, через пробел (openid)',
    en: 'what the page asks the provider for, with spaces between (openid)',
  },
  KABINET_LICENSE_FILE_KEYS: {
    ru: 'открытые ключи, которыми подписаны файлы лицензий: имя:base64 через запятую или файл с такими строками',
    en: 'public keys that may sign license files: name:base64 with commas, or a file of such lines',
  },
  KABINET_LOG_KEY: {
    ru: 'файл ключа, которым подписываются контрольные точки журнала (log-signing.pem в папке ключей)',
    en: 'file of the key that signs checkpoints of the log (log-signing.pem, in the folder of the keys)',
  },
  KABINET_LOG_CHECK: {
    ru: 'tail или whole: что из журнала сверяется с его хешами при запуске (tail; журнал до 200 000 событий — всегда целиком)',
    en: 'tail or whole: what of the log is compared with its hashes at start (tail; a log of up to 200,000 events always as a whole)',
  },
  KABINET_LOG_LEVEL: {
    ru: 'fatal, error, warn, info, debug, trace или silent (info)',
    en: 'fatal, error, warn, info, debug, trace or silent (info)',
  },
  KABINET_RATE_LIMIT: {
    ru: 'запросов в минуту на пользователя или off (12000); адресу без токена — десятая часть',
    en: 'requests a minute and viewer, or off (12000); an address without a token has a tenth',
  },
  KABINET_TRUSTED_PROXIES: {
    ru: 'адреса или сети, чьему X-Forwarded-For верить (никаким)',
    en: 'addresses or networks whose X-Forwarded-For is believed (none)',
  },
  KABINET_READY_LAG: {
    ru: 'на сколько секунд может отстать модель чтения, пока /readyz отвечает «да» (30)',
    en: 'seconds that the read model may lie behind before /readyz says no (30)',
  },
  KABINET_DEMO: {
    ru: '1: демонстрационный кабинет с придуманным парком устройств (0)',
    en: '1: a demo account with a simulated fleet (0)',
  },
  KABINET_TEST_CLOCK: {
    ru: 'для тестов: файл с моментом времени вместо текущего',
    en: 'for tests: a file with an instant that stands for now',
  },
  KABINET_TEST_FAULTS: {
    ru: 'для тестов: файл со сбоями проекций',
    en: 'for tests: a file of faults for projections',
  },
} as const satisfies Readonly<Record<string, { readonly ru: string; readonly en: string }>>;

/** Read by the test suite only. */
const OF_THE_TESTS: readonly string[] = ['KABINET_TEST_KURRENTDB', 'KABINET_TEST_KURRENTDB_PID', 'KABINET_TEST_BROWSER'];

/** Variables of ours by their prefix that nobody reads: most often a slip of the pen. */
export const unknownVariables = (env: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.keys(env)
    .filter((name) => name.startsWith('KABINET_') && !Object.hasOwn(VARIABLES, name) && !OF_THE_TESTS.includes(name))
    .sort();
