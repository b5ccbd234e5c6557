/** The texts of the command line in Russian. */
import type { Texts } from './en.js';

export const ru: Texts = {
  description: 'Kabinet: личный кабинет лицензий. Настройки берутся из окружения (их перечисляет kabinet serve --help).',
  headings: {
    'Usage:': 'Вызов:',
    'Arguments:': 'Аргументы:',
    'Options:': 'Параметры:',
    'Global Options:': 'Общие параметры:',
    'Commands:': 'Команды:',
  },
  helpOption: 'показать эту справку',
  helpCommand: 'показать справку по команде',
  versionOption: 'показать версию',
  langOption: 'язык сообщений: ru или en (если не указан — из LC_ALL, LC_MESSAGES или LANG)',
  examples: 'Примеры:',
  exitCodesTitle: 'Коды завершения:',
  environmentTitle: 'Окружение:',
  exitCodes: {
    0: 'выполнено',
    1: 'не выполнено',
    2: 'неверный вызов или настройки',
    3: 'папка данных занята работающим сервером',
    4: 'выполнено, но с оговорками: они названы в потоке ошибок',
    5: 'выполнено, найдены расхождения',
    6: 'журнал событий — не тот, что был подписан: по нему ничего не построено',
  },
  usage: (message) =>
    [
      [/^error: unknown option '(.*)'/, 'неизвестный параметр $1'],
      [/^error: unknown command '(.*)'/, 'неизвестная команда $1'],
      [/^error: required option '(.*)' not specified/, 'не указан обязательный параметр $1'],
      [/^error: option '(.*)' argument missing/, 'у параметра $1 нет значения'],
      [
        /^error: option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/,
        'у параметра $1 недопустимое значение $2. Возможные: $3',
      ],
      [/^error: option '(.*)' argument '(.*)' is invalid\. /, 'у параметра $1 недопустимое значение $2. '],
      [/^error: missing required argument '(.*)'/, 'не указан аргумент $1'],
      [/^error: too many arguments.*/, 'лишние аргументы'],
      [/\(Did you mean (.*)\?\)/, '(возможно, $1)'],
    ].reduce((text, [pattern, replacement]) => text.replace(pattern as RegExp, replacement as string), message.trim()) + '\n',
  warning: 'предупреждение',
  failed: (message) => `ошибка: ${message}`,
  dataFolderInUse: (folder, pid) =>
    `папка данных ${folder} занята другим процессом${pid === undefined ? '' : ` (pid ${String(pid)})`}. Сначала остановите сервер.`,
  dataFolderUnusable: (folder, reason) => `KABINET_DATA_DIR: папку ${folder} нельзя использовать (${reason})`,
  embeddedStoreOnly:
    'эта команда работает со встроенным хранилищем, а KABINET_EVENT_STORE называет KurrentDB. `kabinet move --from … --to sqlite` перенесёт журнал в пустую папку KABINET_DATA_DIR с тем же журналом прозрачности',
  otherKindOfLog: {
    sqlite: (folder, file) =>
      `KABINET_DATA_DIR: папка ${folder} принадлежит узлу журнала в KurrentDB (в ней есть ${file}), а задано встроенное хранилище. Укажите KurrentDB в KABINET_EVENT_STORE или назовите другую папку`,
    kurrentdb: (folder, file) =>
      `KABINET_DATA_DIR: в папке ${folder} лежит журнал встроенного хранилища (${file}), а KABINET_EVENT_STORE называет KurrentDB. Назовите для этого узла другую папку; журнал в KurrentDB переносит \`kabinet move\``,
  },
  keysOfAnotherLog: (log) =>
    `KABINET_KEYS_DIR: ключи в этой папке — от журнала другой установки: ${log} записан с другим ключом поиска, от которого зависит каждый идентификатор. Верните папку ключей этого журнала или укажите её в KABINET_KEYS_DIR`,
  logDisagrees: (problem) =>
    `ЖУРНАЛ СОБЫТИЙ — НЕ ТОТ, ЧТО БЫЛ ПОДПИСАН: ${problem}. Оставьте папку данных как есть; что делать — docs/operator.md, раздел Transparency log.`,
  noLog: (folder) => `в папке ${folder} нет журнала событий: задайте KABINET_DATA_DIR`,
  noAccount: (account) => `в журнале нет кабинета ${account}`,
  noMoment: (text, last) => `${text} — не время со смещением и не позиция этого журнала, который кончается на ${String(last)}`,
  folderNotEmpty: (folder) => `папка ${folder} не пуста: укажите новую`,
  unfinished: (folder) => `не закончено: папка ${folder} снова пуста`,
  noVerifierKey: (text, problem) => `${text} — не файл и не проверочный ключ${problem === '' ? '' : `: ${problem}`}`,
  noFile: (path) => `нет файла ${path}`,
  expectedNumber: (from, to) => `Нужно целое число от ${String(from)} до ${String(to)}.`,
  expectedInstant: 'Нужен момент времени, например 2026-03-01T09:00:00Z.',
  expectedAccount: 'Нужен идентификатор кабинета: acc_…',
  serve: {
    description: 'запустить сервер; по SIGTERM и SIGINT он останавливается по порядку',
    listening: (url) => `GraphQL: ${url}/graphql\nГотовность: ${url}/readyz`,
    workerOption: 'с KurrentDB: вести и общую работу журнала — сроки, подписи, обращения, прерванные операции (KABINET_WORKER=1)',
    tokens: 'Токены демонстрационного кабинета, по одному на роль:',
    signInLinks: 'Веб-кабинет от имени (ссылки работают, пока сервер не остановлен):',
    sealing: (sealed, total) =>
      `Хеши для журнала прозрачности: ${String(sealed)} из ${String(total)} событий (один раз, для журнала прежней версии)`,
  },
  token: {
    description: 'вывести токен — один в последней строке стандартного вывода',
    role: 'для кого он',
    account:
      'доступный кабинет; можно указать несколько раз. Нужен для OWNER, MEMBER, PARTNER и GATEWAY; без него SUPPORT, VENDOR, OPERATOR и AUDITOR видят все кабинеты',
    database: 'база шлюза GATEWAY (db_…)',
    subject: 'чей он: так владелец записывается в историю (если не указан — роль@кабинет)',
    name: 'имя, которое показывает история',
    locale: 'язык ответов',
    page: 'вместо токена: ссылка, по которой браузер входит в веб-кабинет по этому адресу, один раз и в течение 15 минут',
    noPage: (text) => `--page ${text} — не адрес вроде https://kabinet.example`,
    tooManyForPage: 'сессия веб-кабинета — это cookie, и столько кабинетов в ней не поместится: назовите меньше',
    noPageForGateway: 'шлюз — это машина: веб-кабинета у него нет',
    linkExpires: (at) => `браузер, который откроет её до ${at}, войдёт на 12 часов; ссылка работает один раз`,
    days: 'сколько дней действует',
    foreign: 'задан KABINET_JWKS_URL: токены выдаёт тот издатель, а не эта программа',
    expires: (at) => `действует до ${at}`,
  },
  import: {
    description: 'принять события или факты, по одному объекту JSON в строке; повтор того же файла ничего не удваивает',
    file: 'файл NDJSON или - для стандартного ввода',
    name: 'имя этого импорта, по которому узнаются факты без собственного ключа: с тем же именем исправленный файл продолжает начатое (если не указано — хеш файла)',
    title: 'импорт',
    summary: (lines, added, known, failed) =>
      `строк: ${String(lines)}, событий добавлено: ${String(added)}, уже были: ${String(known)}, строк с ошибками: ${String(failed)}`,
  },
  line: {
    at: (number, text) => `строка ${String(number)}: ${text}`,
    tooLong: 'длиннее 4 МиБ',
    encoding: 'не UTF-8',
    json: 'не объект JSON',
    neither: 'не событие (stream, revision, type …) и не факт (fact, input)',
    eventField: (field) => `у события нет поля ${field}, или оно неверно`,
    event: (reason) => `событие нельзя сохранить: ${reason}`,
    conflict: (stream, revision, stands) =>
      `событие ${String(revision)} потока ${stream} не продолжает записанное: ${stands === 'none' ? 'такого потока нет' : `поток дошёл до ${String(stands)}`}, или на этом месте другое событие`,
    fact: 'нет факта с таким именем (их перечисляет kabinet import --help)',
    actor: 'неверное поле actor: нужно {"id": …, "name"?: …, "role"?: …}',
    recordedAt: 'recordedAt — не момент времени вида 2026-03-01T09:00:00Z',
    recordedAhead: 'recordedAt ещё не наступило',
    key: 'key — не текст',
    missing: (path) => `нет поля ${path}`,
    unknown: (path) => `поля ${path} не бывает`,
    wrong: (path) => `неверное значение поля ${path}`,
    note: (text) => `принято, но: ${text}`,
    uploadItem: (number, outcome) => `код ${String(number)} не добавлен: ${outcome}`,
  },
  factsTitle: 'Факты; input — как у мутации с тем же именем:',
  export: {
    description: 'вывести события, по одному объекту JSON в строке; можно и при работающем сервере',
    fromPosition: 'первая позиция',
    stream: 'потоки, имена которых начинаются так: license- или device-1a2b',
    account: 'то, что произошло в этом кабинете, и события поставщика о его лицензиях',
    folder: 'вместо этого — папка с доказательствами, новая или пустая; её проверяет kabinet verify',
    from: 'с --folder: первый момент, время или позиция',
    to: 'с --folder: последний момент, время или позиция (если не указан — конец журнала)',
    earlier: 'с --folder: контрольная точка, которая есть у аудитора; папка докажет, что журнал продолжает её',
    endsBefore: (from, to) => `--from ${from} позже, чем --to ${to === '' ? 'конец журнала' : to}`,
    ahead: (from) => `--from ${from} ещё не наступило`,
    needsFolder: 'для --from, --to и --earlier нужен --folder',
    notWithFolder: '--from-position и --stream не сочетаются с --folder: укажите --from, --to и --account',
    waiting: 'ожидание: работающий сервер должен подписать контрольную точку',
    noCheckpoint: 'работающий сервер не подписал контрольной точки для конца журнала: см. его журнал работы',
    notOurs: (file, problem) =>
      `${file} — не контрольная точка этого журнала: ${problem}. Если её подписал прежний ключ, верните его блок PUBLIC KEY в файл ключей журнала`,
    oldKey:
      'более раннюю контрольную точку подписали не все ключи, которые подписывают сейчас, и не каждый аудитор смог бы её проверить: в папке нет доказательства преемственности. Укажите в --earlier точку, которая есть у аудитора',
    done: (events, size, folder) =>
      `событий: ${String(events)} из ${String(size)}, папка ${folder}. Тому, кто будет их проверять, нужен ключ журнала из другого источника:`,
    title: 'экспорт',
  },
  verify: {
    description: 'проверить папку экспорта без сети: каждое событие, доказательство, контрольную точку и текст',
    key: 'проверочный ключ журнала или файл, где их по одному в строке; можно указать несколько раз. Без него есть только ключи из самой папки, а они ничего не доказывают против того, кто её сделал',
    earlier: 'контрольная точка, которая осталась у вас с прежнего времени: папка должна её продолжать',
    witnessKey:
      'проверочный ключ свидетеля (witness.vkey) или файл, где их по одному в строке; можно указать несколько раз. Каждый из них должен был заверить контрольную точку папки или более раннюю, которую она продолжает',
    noWitnessKey: (name) => `ключ ${name} — не свидетеля, а журнала: ему место в --key`,
    witnessed: (name, size, at) =>
      `${name}: заверена контрольная точка над событиями числом ${String(size)}, по словам свидетеля — ${at}`,
    title: 'проверка',
    noFolder: (folder) => `нет папки ${folder}`,
    ownKey:
      'проверено только ключом из самой папки. Кто подделывает папку, кладёт в неё свой ключ: получите ключ из другого источника и укажите его в --key',
    about: ({ account, from, to, firstIndex, endIndex, checkpointSize, madeAt }) =>
      `${account ?? 'все кабинеты'}, с ${from ?? 'первого события'} по ${to ?? 'последнее событие'}: номера в журнале от ${String(firstIndex)} до ${String(endIndex)} (не включая) из контрольной точки над событиями числом ${String(checkpointSize)}; сделано ${madeAt}, по словам оператора${to !== null && endIndex === checkpointSize ? '. Контрольная точка кончается вместе с периодом: записанного позже в ней нет, сравните её с точкой свидетеля' : ''}`,
    right: (events, withheld) =>
      `событий: ${String(events)}, всё верно${withheld === 0 ? '' : `. Из них называют чужой кабинет и доказаны без содержания: ${String(withheld)}`}`,
    wrong: (count) => `НАРУШЕНИЙ: ${String(count)}. Эта папка — не то, что подписал журнал`,
    problems: {
      file: (file, detail) => `${file} не читается (${detail})`,
      changed: (file) => `${file} — не тот файл, который назван в описи: другой хеш или другая длина`,
      manifest: 'manifest.json — не опись этой версии',
      otherFormat: (format) =>
        `папка в формате ${format}, и в ней нет того, что проверяет эта программа (kabinet-export/v2 и v1 с теми же полями): проверьте её той версией, которая её записала, или попросите выгрузить заново`,
      manifestSignature: (detail) => `журнал не подписывал manifest.json: ${detail}`,
      checkpoint: (file, detail) => `${file}: верить нельзя: ${detail}`,
      consistency: 'после более ранней контрольной точки журнал не только дописывали, или доказательство этого неверно',
      notWitnessed: (name, sizes) =>
        `${name}: не заверена ни одна контрольная точка этой папки (событий в них: ${sizes}). Укажите ту, что хранит свидетель, в --earlier при экспорте и при проверке`,
      witness: (name, detail) => `подписи свидетеля ${name} верить нельзя: ${detail}`,
      notTheEarlier: (detail) => `папка не продолжает указанную контрольную точку: ${detail}`,
      line: (line, field) => `events.jsonl, строка ${String(line)}: ${field} — не так, как пишет экспорт`,
      inclusion: (line, id, index) =>
        `events.jsonl, строка ${String(line)}: этого события (${id}) под номером ${String(index)} в журнале не было`,
      order: (line, index) => `events.jsonl, строка ${String(line)}: номер ${String(index)} не по порядку`,
      outside: (line, index) => `events.jsonl, строка ${String(line)}: номер ${String(index)} вне того, что запрошено`,
      outsidePeriod: (line, recordedAt) => `events.jsonl, строка ${String(line)}: записано ${recordedAt}, вне периода`,
      notFromStart: (firstIndex) =>
        `запрошено всё с первого события, а папка начинается с номера ${String(firstIndex)} в журнале`,
      notToEnd: (endIndex, size) =>
        `запрошено всё до последнего события, а папка кончается перед номером ${String(endIndex)} из ${String(size)}`,
      notBefore: (index, recordedAt) =>
        `не доказано, что период начинается там же, где папка: событие перед ним, номер ${String(index)} в журнале, ${recordedAt === null ? 'не показано' : `записано ${recordedAt}`}`,
      notBehind: (index, recordedAt) =>
        `не доказано, что период кончается там же, где папка: событие за ним, номер ${String(index)} в журнале, ${recordedAt === null ? 'не показано' : `записано ${recordedAt}`}`,
      beside: (line) => `beside.jsonl, строка ${String(line)}: такого события в журнале не было`,
      notErased: (line, subject) =>
        `texts.jsonl, строка ${String(line)}: ключа для ${subject} больше нет, а журнал не говорит, что он уничтожен`,
      otherLog: (line, source) => `events.jsonl, строка ${String(line)}: из другого журнала, ${source}`,
      otherAccount: (line, account) => `events.jsonl, строка ${String(line)}: из другого кабинета, ${account}`,
      gap: (from, to) => `нет событий с номерами от ${String(from)} до ${String(to)}`,
      count: (file, said, found) => `${file}: ожидалось ${String(said)}, найдено ${String(found)}`,
      withheld: (line) => `events.jsonl, строка ${String(line)}: событие показано не целиком, а эта выгрузка ничего не скрывает`,
      textLine: (line) => `texts.jsonl, строка ${String(line)}: не так, как пишет экспорт`,
      text: (line, subject) =>
        `texts.jsonl, строка ${String(line)}: соль и текст субъекта ${subject} — не то, что закреплено в событии`,
      noText: (line, subject) => `events.jsonl, строка ${String(line)}: в texts.jsonl нет текста субъекта ${subject}`,
      strayText: (line, subject) =>
        `texts.jsonl, строка ${String(line)}: такого текста субъекта ${subject} нет ни в одном событии`,
    },
  },
  witness: {
    description: 'следить за журналом с другой машины и заверять его контрольные точки, пока они продолжают виденные',
    log: 'адрес сервера, например https://kabinet.example',
    key: 'проверочный ключ журнала или файл, где их по одному в строке; можно указать несколько раз',
    folder: 'папка этого свидетеля: его ключ и последняя виденная контрольная точка',
    once: 'посмотреть один раз и закончить',
    every: 'сколько секунд между двумя проверками',
    noUrl: (text) => `${text} — не адрес`,
    needsKey: 'укажите проверочный ключ журнала в --key',
    ownKey: (key) => `Этот свидетель подписывает как ${key}`,
    folderInUse: (folder, pid) =>
      `в папке ${folder} работает другой свидетель${pid === undefined ? '' : ` (pid ${String(pid)})`}. Остановите его или укажите другую папку`,
    notReached: (reason) => `посмотреть на журнал не удалось: ${reason}`,
    refusedBefore: (file) =>
      `ЭТОТ СВИДЕТЕЛЬ УЖЕ ОТКАЗАЛ ЖУРНАЛУ и больше ничего не заверяет: ${file} и контрольная точка рядом, обе подписаны журналом, доказывают почему. Если вы разобрались и хотите продолжать с той контрольной точки, удалите файл`,
    unsigned: (detail) => `ПОДПИСАНО НЕ ЖУРНАЛОМ: ${detail}`,
    rollback: (seen, shown) =>
      `ЖУРНАЛ ОТКАТИЛИ НАЗАД: было подписано событий ${String(seen)}, теперь показано ${String(shown)}. Обе контрольные точки сохранены`,
    fork: (seen, shown) =>
      `ИСТОРИЮ ЖУРНАЛА ИЗМЕНИЛИ: показанные события (${String(shown)}) не продолжают подписанные (${String(seen)}). Обе контрольные точки сохранены`,
  },
  simulate: {
    description: 'записать в журнал придуманное прошлое покупателя или папку файлов лицензий',
    devices: 'сколько устройств в конце, от 1 до 20000; начиная с 24 есть все статусы и режимы',
    years: 'сколько лет прошлого',
    seed: 'другое число — другое прошлое; то же число с теми же ключами — те же идентификаторы',
    account: 'идентификатор нового кабинета (если не указан — acc_simulated-<devices>-<seed>)',
    now: 'где кончается прошлое (если не указано — сейчас)',
    licenseFiles: 'записать в эту папку подписанные файлы лицензий, а в журнал — ничего',
    files: 'сколько файлов',
    licenses: 'лицензий в каждом файле, от 1 до 10000',
    bad: 'из них с ошибкой в коде',
    known: 'столько лицензий взять из журнала: основные из --account, которые ещё не загружены',
    either: 'укажите либо --devices, либо --license-files',
    tooManyBad: '--bad не может быть больше --licenses',
    knownNeedsAccount: 'для --known нужен --account',
    title: 'симуляция',
    accountExists: (account) => `кабинет ${account} уже есть: укажите другой --account или другой --seed`,
    laterEvents: (at) =>
      `в журнале есть события до ${at}: всё, что придумано раньше, записывается этим временем, и asOf показывает его только с этого момента`,
    done: (account, events, from, until) => `${account}: событий ${String(events)}, с ${from} по ${until}`,
    filesWritten: (files, folder) => `файлов: ${String(files)}, папка ${folder}. Чтобы сервер их принимал, сообщите ему ключ:`,
  },
  rebuild: {
    description: 'построить модель чтения заново по журналу и сказать, чем отличалась старая',
    title: 'перестроение',
    difference: (table, onlyOld, onlyNew, changed, examples) =>
      `${table}: лишних строк ${String(onlyOld)}, недостающих ${String(onlyNew)}, отличающихся ${String(changed)}. Первые: ${examples}`,
    none: 'расхождений нет',
    firstBuilt: 'модель чтения построена впервые: сравнивать было не с чем',
    parked: (count) => `потоков с событиями, которые не удалось применить: ${String(count)}`,
    done: (position) => `построено до позиции ${String(position)}`,
  },
  replay: {
    description: 'построить по журналу списки прошлого момента в отдельной папке и отвечать по ним, ничего не меняя',
    toOption: 'момент: время или позиция журнала',
    folderOption: 'куда: новая или пустая папка',
    serveOption: 'и отвечать на запросы об этом моменте',
    title: 'повтор',
    before: (to) => `до ${to} в журнале нет событий`,
    future: (to) => `${to} ещё не наступило: что будет тогда в журнале, никто не знает`,
    parked: (view, stream, type, error) => `${view}: не удалось применить ${type} потока ${stream}: ${error}`,
    done: (position, recordedAt, file) => `позиция ${String(position)}, записано ${recordedAt ?? '-'}: ${file}`,
    listening: (url, moment) => `списки на ${moment}: ${url}/graphql`,
  },
  erase: {
    description: 'уничтожить ключ субъекта: его имена и тексты везде и навсегда читаются как стёртые',
    subjectOption: 'id кабинета, базы, устройства, загрузки, заказа, обращения или человека',
    inUse: (pids) =>
      `ключи субъектов открыты у других процессов${pids.length === 0 ? '' : ` (pid ${pids.join(', ')})`}, и они продолжат читать имена: kabinet replay --serve, выгрузка или программа, которая читает файл. Остановите их и повторите ту же команду`,
    unknown: (subject) => `${subject}: для этого субъекта ни один текст не запечатывался`,
    done: (subject) =>
      `${subject}: стёрто. Уничтожьте его ключ и в копиях папки ключей. Списки будут построены заново при следующем запуске`,
  },
  diagnose: {
    description: 'спросить работающий сервер от имени поддержки, почему не видно лицензию',
    account: 'чей это список',
    code: 'код активации',
    license: 'id лицензии (lic_…)',
    device: 'id устройства (dev_…)',
    deviceCode: 'код, который показывает устройство',
    base: 'id базы, к которой должно быть подключено устройство (db_…)',
    file: 'имя файла лицензии, который загружали',
    order: 'id заказа (ord_…)',
    kind: 'какого вида лицензию ждут',
    server: 'адрес сервера (если не указан: из KABINET_HOST и PORT)',
    token: 'токен для запроса (если не указан: токен поддержки, подписанный здесь)',
    noServer: (url) => `по адресу ${url} сервер не отвечает: запустите его или укажите --server`,
    tokenNeeded: 'токены подписываются не здесь: укажите --token',
    asked: (at) => `Время вопроса: ${at}.`,
    listed: 'Лицензия есть в списке.',
    notListed: 'Лицензии нет в списке.',
    aboutLicense: (id, code, product, kind, status) => `Лицензия ${id}: ${code}, ${product}, ${kind}, ${status}`,
    aboutDevice: (id, name, code) => `Устройство ${id}: ${name}, ${code}`,
    noCause: 'Причин не найдено: с тем, о чём спросили, всё в порядке.',
    checks: 'Проверено также:',
    proven: 'доказано',
    likely: 'вероятно',
    evidence: 'подтверждение',
    missing: 'поможет уточнить',
    next: 'что сделать',
  },
  move: {
    description: 'перенести журнал из встроенного хранилища в KurrentDB или обратно; повторный запуск продолжает с того же места',
    from: 'откуда: sqlite (папка данных), строка подключения esdb://… или kurrentdb://… либо @файл с ней',
    to: 'куда: так же. Папка данных должна быть пустой или содержать начало этого же журнала',
    noStore: (option) =>
      `${option}: нужно sqlite, строка подключения esdb://… или kurrentdb://… либо @файл с ней. Само значение не показано: в нём может быть пароль`,
    wrongConnectionString: (option, problem) =>
      `${option}: строка подключения KurrentDB не годится: ${problem}. Сама она не показана: в ней может быть пароль`,
    oneOfEach: 'одно из --from и --to — sqlite, другое — строка подключения',
    title: 'перенос',
    checking: 'сверка',
    stopped: (size) => `остановлено: на месте ${String(size)} событий. Повторный запуск продолжит с них`,
    equal: (from, to, size, root) =>
      `${from}: событий ${String(size)}, корень ${root}\n${to}: событий ${String(size)}, корень ${root}`,
    ownerRuns: 'сервер ещё работает и может дописывать: остановите его и запустите перенос ещё раз. До этого перенос не закончен',
    nodesMayRun:
      'отсюда не видно, дописывают ли ещё узлы на тот сервер: остановите их все и запускайте перенос, пока не станет нечего копировать',
    notAsSigned: (from, detail) => `${from} не совпадает с тем, что подписано, поэтому дальше не копируется: ${detail}`,
    anotherLog: (to, size) =>
      `в ${to} другой журнал: события там (${String(size)}) — не начало переносимого журнала. Ничего не скопировано`,
    anotherOrigin: (to, source, target) =>
      `${to} уже подписан как другой журнал, ${target}, а переносится ${source}. Ничего не скопировано`,
    anotherKey: (to) => `${to} принадлежит другой папке ключей: там другой журнал. Ничего не скопировано`,
    notAsWritten: (to, detail) => `в ${to} не то, что было записано: ${detail}`,
  },
  backup: {
    description: 'скопировать журнал в новый файл; можно и при работающем сервере',
    to: 'файл, которого ещё нет',
    exists: (path) => `${path} уже есть: резервная копия никогда не заменяет файл`,
    noFolder: (path) => `нет папки ${path}`,
    notCompared: 'в журнале ещё нет хешей событий (их делает `kabinet serve`): копию не с чем было сверить',
    done: (path, keysDir) =>
      `журнал скопирован в ${path}. Отдельно от него храните ключи из ${keysDir}: без них копия бесполезна.`,
  },
};
