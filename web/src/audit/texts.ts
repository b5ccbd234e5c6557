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
    right: 'Событие доказано: оно стоит в журнале, подписанном вашим ключом, на этом месте и с этим содержанием.',
    rightByServedKey: 'Всё сходится, но ключ дал этот же сервер: проверьте с ключом, полученным не отсюда.',
    wrong: 'Проверка не прошла. Не верьте показанному; сохраните доказательство и контрольную точку.',
    unknown: 'Проверено не всё: закончите командной строкой.',
  },
  steps: {
    shown: 'Конверт называет то же событие, что и страница: поток, ревизию, тип, время записи',
    notShown: 'Конверт называет другое событие, чем страница',
    noEnvelope: 'Это не конверт события',
    body: 'Хеш хранимого события стоит в конверте, и страница показывает именно его',
    bodyWrong: 'Хеш хранимого события не тот, что в конверте',
    bodyNotShown: 'Страница показывает не то, что хранится',
    bodyWithheld: 'Содержание не показано: доказан его хеш',
    metadata: 'Хеш метаданных стоит в конверте: когда произошло и кто это сделал',
    metadataWrong: 'Хеш метаданных не тот, что в конверте',
    metadataNotShown: 'Страница показывает не то время или не того, кто это сделал',
    metadataWithheld: 'Метаданные не показаны: доказан их хеш',
    leaf: 'Лист дерева: SHA-256 от байта 0 и конверта',
    included: 'Путь ведёт от листа к корню контрольной точки (место / событий под ней)',
    notIncluded: 'Путь от листа не ведёт к корню контрольной точки (место / событий под ней)',
    noProof: 'Это не доказательство (c2sp.org/tlog-proof)',
    key: 'Ключ цел: его номер — хеш имени и ключа',
    noKey: 'Это не ключ журнала (имя+номер+base64), или он повреждён',
    otherLog: 'Ключ и контрольная точка — от разных журналов; точка от журнала',
    signed: 'Контрольная точка подписана этим ключом, Ed25519; журнал',
    signatureWrong: 'Подпись контрольной точки неверна; журнал',
    notSigned: 'Этим ключом контрольная точка не подписана; журнал',
    unsupported: 'В этом браузере нет Ed25519 (есть с Chromium 137, Firefox 129, Safari 17): подпись проверьте командной строкой',
    follows: 'Из виденной раньше точки журнал только дописывали (событий)',
    doesNotFollow: 'Виденная раньше точка — НЕ начало этого журнала: прошлое изменено (событий)',
    noEarlier: 'Виденная раньше точка — не контрольная точка',
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
    right: 'The event is proven: it stands in the log that your key has signed, at this place and with this content.',
    rightByServedKey: 'Everything fits, but the key came from this very server: verify with a key got from elsewhere.',
    wrong: 'The verification failed. Do not believe what is shown; keep the proof and the checkpoint.',
    unknown: 'Not all of it was verified: finish on the command line.',
  },
  steps: {
    shown: 'The envelope names the event that the page shows: stream, revision, type, time of record',
    notShown: 'The envelope names another event than the page',
    noEnvelope: 'This is no envelope of an event',
    body: 'The hash of the stored event stands in the envelope, and that is what the page shows',
    bodyWrong: 'The hash of the stored event is not the one in the envelope',
    bodyNotShown: 'The page shows something else than what is stored',
    bodyWithheld: 'The content is not shown: its hash is proven',
    metadata: 'The hash of the metadata stands in the envelope: when it happened, and who did it',
    metadataWrong: 'The hash of the metadata is not the one in the envelope',
    metadataNotShown: 'The page shows another time, or somebody else who did it',
    metadataWithheld: 'The metadata are not shown: their hash is proven',
    leaf: 'Leaf of the tree: SHA-256 over a byte 0 and the envelope',
    included: 'The path leads from the leaf to the root of the checkpoint (place / events under it)',
    notIncluded: 'The path does not lead from the leaf to the root of the checkpoint (place / events under it)',
    noProof: 'This is no proof (c2sp.org/tlog-proof)',
    key: 'The key is whole: its id is a hash of name and key',
    noKey: 'This is no key of a log (name+id+base64), or it is damaged',
    otherLog: 'Key and checkpoint are of different logs; the checkpoint is of',
    signed: 'The checkpoint is signed by this key, Ed25519; log',
    signatureWrong: 'The signature of the checkpoint is wrong; log',
    notSigned: 'The checkpoint is not signed by this key; log',
    unsupported:
      'This browser has no Ed25519 (Chromium has it from 137 on, Firefox from 129, Safari from 17): verify the signature on the command line',
    follows: 'Since the checkpoint seen before, the log was only appended to (events)',
    doesNotFollow: 'The checkpoint seen before is NOT the beginning of this log: the past was changed (events)',
    noEarlier: 'The checkpoint seen before is no checkpoint',
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
