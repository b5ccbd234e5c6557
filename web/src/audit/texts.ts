/** Texts of the auditor's part, in a file of their own: nobody else fetches them. */
import type { Language } from '../i18n/language.ts';
import type { Says } from './verify-event.ts';

export interface AuditTexts {
  readonly title: string;
  readonly how: string;
  readonly verify: string;
  readonly verifying: string;
  readonly lookAgain: string;
  readonly notCovered: string;
  readonly request: string;
  readonly wholeRequest: string;
  readonly stored: { readonly body: string; readonly metadata: string; readonly withheld: string };
  readonly key: { readonly label: string; readonly own: string; readonly served: string };
  readonly earlier: { readonly label: string; readonly hint: string };
  readonly remember: string;
  readonly rememberedHere: string;
  readonly notRemembered: string;
  readonly forget: string;
  readonly results: Readonly<Record<'right' | 'wrong' | 'unknown', string>>;
  readonly verdict: Readonly<Record<'right' | 'rightByServedKey' | 'wrong' | 'unknown', string>>;
  readonly proven: { readonly title: string; readonly occurred: string; readonly actor: string; readonly notProven: string };
  readonly steps: Readonly<Record<Says, string>>;
  readonly noWebCrypto: string;
  readonly byCommand: { readonly title: string; readonly hint: string; readonly entry: string };
}

const ru: AuditTexts = {
  title: 'Проверить здесь',
  how: 'Проверяет сам браузер (SHA-256 и Ed25519 из WebCrypto): хеши, путь в дереве и подпись контрольной точки.',
  verify: 'Проверить',
  verifying: 'Проверяется…',
  lookAgain: 'Посмотреть ещё раз',
  notCovered:
    'Это событие ещё не под контрольной точкой: доказать его пока нечем. Точка подписывается через 10 секунд или 1000 событий; потребовать её раньше нельзя.',
  request: 'Запрос',
  wholeRequest: 'Все события этого запроса',
  stored: {
    body: 'Что хранится: событие',
    metadata: 'Что хранится: когда и кто',
    withheld: 'Не показано: там назван кабинет, который вам не доступен. Хеш доказывает событие и без этого.',
  },
  key: {
    label: 'Ключ журнала, полученный не отсюда',
    own: 'Подпись проверяется вашим ключом.',
    served:
      'Без вашего ключа подпись проверяется тем, который отдаёт этот же сервер. Так видно, что событие, доказательство и подпись сходятся, но не то, что сервер показал вам тот же журнал и тот же ключ, что и всем. Ключ возьмите у того, кому вы верите: из журнала запуска сервера (keys), у свидетеля, из прошлой проверки.',
  },
  earlier: {
    label: 'Контрольная точка, виденная раньше (необязательно)',
    hint: 'Файл checkpoint из прошлой выгрузки или точка, запомненная здесь. Тогда проверяется и то, что с тех пор журнал только дописывали.',
  },
  remember: 'Запомнить ключ и эту точку в этом браузере',
  rememberedHere: 'Запомнено. В следующий раз журнал будет проверен и против этой точки.',
  notRemembered: 'Браузер ничего не запоминает: сохраните ключ и точку сами.',
  forget: 'Забыть запомненное',
  results: { right: 'верно', wrong: 'НЕВЕРНО', unknown: 'не проверено' },
  verdict: {
    right: 'Событие доказано: оно стоит в журнале, подписанном вашим ключом, на этом месте; что именно доказано, стоит ниже.',
    rightByServedKey: 'Всё сходится, но ключ дал этот же сервер: проверьте с ключом, полученным не отсюда.',
    wrong: 'Проверка не прошла. Не верьте показанному; сохраните доказательство и контрольную точку.',
    unknown: 'Проверено не всё: исправьте введённое, если прочесть нельзя его, иначе закончите командной строкой.',
  },
  proven: {
    title: 'Что доказано: событие, как оно хранится',
    occurred: 'Произошло',
    actor: 'Кто (номер и роль)',
    notProven:
      'Не доказано (это лишь слова сервера и страницы): имя того, кто это сделал, название события по-русски, позиция, что сделали с событием представления; открытый текст и маски того, что хранится запечатанным.',
  },
  steps: {
    row: 'Строка ленты показывает то же, что сверено здесь: номер, тип, оба времени, позиция, кто это сделал, содержание',
    rowOther:
      'Строка ленты показывает не то событие, которое доказывается: другой тип, время, содержание или того, кто это сделал. Обновите ленту и проверьте ещё раз',
    shown: 'Конверт называет то же событие, что и страница: номер, поток, ревизию, тип, время записи',
    notShown: 'Конверт называет другое событие, чем страница',
    noEnvelope: 'Это не конверт события',
    body: 'Хеш хранимого события стоит в конверте, и содержание на странице — оно же (кроме запечатанного)',
    bodyWrong: 'Хеш хранимого события не тот, что в конверте',
    bodyNotShown: 'Страница показывает не то, что хранится',
    bodyOtherVersion: 'Хеш хранимого события стоит в конверте, но сравнить содержание нельзя: показано в виде другой версии',
    bodyWithheld: 'Содержание не показано: доказан его хеш',
    metadata: 'Хеш метаданных стоит в конверте: когда произошло и кто это сделал',
    metadataWrong: 'Хеш метаданных не тот, что в конверте',
    metadataNotShown: 'Страница показывает не то время или не того, кто это сделал',
    metadataWithheld: 'Метаданные не показаны: доказан их хеш',
    leaf: 'Лист дерева: SHA-256 от байта 0 и конверта',
    included: 'Путь ведёт от листа к корню контрольной точки (место / событий под ней)',
    notIncluded: 'Путь от листа не ведёт к корню контрольной точки (место / событий под ней)',
    otherPlace: 'Страница показывает другое место в журнале, чем доказательство',
    noProof: 'Это не доказательство (c2sp.org/tlog-proof)',
    key: 'Ключ цел: его номер — хеш имени и ключа',
    noKey: 'Сервер отдал не ключ журнала (имя+номер+base64)',
    keyNotRead: 'Введённое не читается как ключ журнала (имя+номер+base64): подпись не проверена',
    keyOfOtherLog: 'Введённый ключ — от другого журнала: подпись не проверена; контрольная точка от журнала',
    otherLog: 'Ключ и контрольная точка — от разных журналов; точка от журнала',
    signed: 'Контрольная точка подписана этим ключом, Ed25519; журнал',
    signatureWrong: 'Подпись контрольной точки неверна; журнал',
    notSigned: 'Этим ключом контрольная точка не подписана; журнал',
    unsupported: 'В этом браузере нет Ed25519 (есть с Chromium 137, Firefox 129, Safari 17): подпись проверьте командной строкой',
    follows: 'Из виденной раньше точки журнал только дописывали (событий)',
    doesNotFollow: 'Виденная раньше точка — НЕ начало этого журнала: прошлое изменено (событий)',
    earlierNotRead: 'Введённое не читается как контрольная точка (целиком, с подписью): с виденной раньше не сверено',
    earlierOfOtherLog: 'Введённая контрольная точка — от другого журнала: с виденной раньше не сверено; точка от журнала',
    earlierNotSigned: 'Виденная раньше точка не подписана этим ключом; журнал',
    tilesMissing: 'Журнал не отдал хеши, нужные для сравнения с виденной раньше точкой',
  },
  noWebCrypto:
    'Браузер не даёт этой странице WebCrypto: он есть только по https и на этой же машине. Проверьте командной строкой.',
  byCommand: {
    title: 'Проверить командной строкой',
    hint: 'Скачайте оба файла и проверьте их openssl, без этой страницы и без нашей программы (docs/verify-independently.md):',
    entry: 'Скачать конверт',
  },
};

const en: AuditTexts = {
  title: 'Verify here',
  how: 'The browser itself verifies (SHA-256 and Ed25519 of WebCrypto): hashes, the path in the tree, and the signature of the checkpoint.',
  verify: 'Verify',
  verifying: 'Verifying…',
  lookAgain: 'Look again',
  notCovered:
    'No checkpoint covers this event yet: there is nothing to prove it with. One is signed after 10 seconds or 1,000 events; it cannot be asked for earlier.',
  request: 'Request',
  wholeRequest: 'All events of this request',
  stored: {
    body: 'What is stored: the event',
    metadata: 'What is stored: when, and who',
    withheld: 'Not shown: it names an account that you do not reach. Its hash proves the event without it.',
  },
  key: {
    label: 'Key of the log, got from elsewhere',
    own: 'The signature is verified with your key.',
    served:
      'Without a key of yours, the signature is verified with the one that this very server serves. That shows that event, proof and signature fit each other, and not that the server has shown you the same log and key as everybody else. Get the key from somebody you trust: the start log of the server (keys), a witness, an earlier audit.',
  },
  earlier: {
    label: 'A checkpoint seen before (may be left out)',
    hint: 'The file checkpoint of an earlier export, or one remembered here. Then it is verified, too, that the log was only appended to since.',
  },
  remember: 'Remember the key and this checkpoint in this browser',
  rememberedHere: 'Remembered. Next time the log is verified against this checkpoint, too.',
  notRemembered: 'This browser remembers nothing: keep the key and the checkpoint yourself.',
  forget: 'Forget what is remembered',
  results: { right: 'right', wrong: 'WRONG', unknown: 'not verified' },
  verdict: {
    right:
      'The event is proven: it stands in the log that your key has signed, at this place; what exactly is proven stands below.',
    rightByServedKey: 'Everything fits, but the key came from this very server: verify with a key got from elsewhere.',
    wrong: 'The verification failed. Do not believe what is shown; keep the proof and the checkpoint.',
    unknown: 'Not all of it was verified: correct what you typed if that cannot be read, else finish on the command line.',
  },
  proven: {
    title: 'What is proven: the event as it is stored',
    occurred: 'Happened',
    actor: 'Who (id and role)',
    notProven:
      'Not proven (the server and the page say so, no more): the name of who did it, the name of the event in words, its position, what views did with it, and the clear text and the masks of what is stored sealed.',
  },
  steps: {
    row: 'The row of the stream shows what is compared here: id, type, both times, position, who did it, content',
    rowOther:
      'The row of the stream shows another event than is proven: another type, time, content or another one who did it. Refresh the stream and verify again',
    shown: 'The envelope names the event that the page shows: id, stream, revision, type, time of record',
    notShown: 'The envelope names another event than the page',
    noEnvelope: 'This is no envelope of an event',
    body: 'The hash of the stored event stands in the envelope, and the content on the page is the same (except for what is sealed)',
    bodyWrong: 'The hash of the stored event is not the one in the envelope',
    bodyNotShown: 'The page shows something else than what is stored',
    bodyOtherVersion:
      'The hash of the stored event stands in the envelope, but the content cannot be compared: it is shown in the shape of another version',
    bodyWithheld: 'The content is not shown: its hash is proven',
    metadata: 'The hash of the metadata stands in the envelope: when it happened, and who did it',
    metadataWrong: 'The hash of the metadata is not the one in the envelope',
    metadataNotShown: 'The page shows another time, or somebody else who did it',
    metadataWithheld: 'The metadata are not shown: their hash is proven',
    leaf: 'Leaf of the tree: SHA-256 over a byte 0 and the envelope',
    included: 'The path leads from the leaf to the root of the checkpoint (place / events under it)',
    notIncluded: 'The path does not lead from the leaf to the root of the checkpoint (place / events under it)',
    otherPlace: 'The page shows another place in the log than the proof',
    noProof: 'This is no proof (c2sp.org/tlog-proof)',
    key: 'The key is whole: its id is a hash of name and key',
    noKey: 'What the server serves is no key of a log (name+id+base64)',
    keyNotRead: 'What you typed cannot be read as a key of a log (name+id+base64): the signature was not verified',
    keyOfOtherLog: 'The key that you typed is of another log: the signature was not verified; the checkpoint is of',
    otherLog: 'Key and checkpoint are of different logs; the checkpoint is of',
    signed: 'The checkpoint is signed by this key, Ed25519; log',
    signatureWrong: 'The signature of the checkpoint is wrong; log',
    notSigned: 'The checkpoint is not signed by this key; log',
    unsupported:
      'This browser has no Ed25519 (Chromium has it from 137 on, Firefox from 129, Safari from 17): verify the signature on the command line',
    follows: 'Since the checkpoint seen before, the log was only appended to (events)',
    doesNotFollow: 'The checkpoint seen before is NOT the beginning of this log: the past was changed (events)',
    earlierNotRead:
      'What you typed cannot be read as a checkpoint (whole, with its signature): nothing was compared with one seen before',
    earlierOfOtherLog:
      'The checkpoint that you typed is of another log: nothing was compared with one seen before; the checkpoint is of',
    earlierNotSigned: 'The checkpoint seen before is not signed by this key; log',
    tilesMissing: 'The log did not serve the hashes that the checkpoint seen before is compared by',
  },
  noWebCrypto:
    'The browser gives this page no WebCrypto: it is there over https and on the same machine alone. Verify on the command line.',
  byCommand: {
    title: 'Verify on the command line',
    hint: 'Download both files and verify them with openssl, without this page and without our program (docs/verify-independently.md):',
    entry: 'Download the envelope',
  },
};

export const AUDIT_TEXTS: Readonly<Record<Language, AuditTexts>> = { ru, en };
