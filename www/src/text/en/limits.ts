/** Texts of the card about KMS's limits. It is loaded with the card. Numbers come as arguments. */

const number = (n: number): string => n.toLocaleString('en');
const count = (n: number, one: string, many: string): string => `${number(n)} ${n === 1 ? one : many}`;
const bytes = (n: number): string => count(n, 'byte', 'bytes');
/** A space that does not part what stands around it. */
const JOINT = String.fromCodePoint(0xa0);
/** Milliseconds, as seconds where that is shorter; the unit stays with its number. */
const time = (ms: number): string => (ms < 1_000 ? `${number(ms)}${JOINT}ms` : `${number(Math.round(ms / 100) / 10)}${JOINT}s`);
/** Seconds, where less than a tenth makes no difference. */
const tenths = (s: number): string => (s < 0.1 ? `less than ${number(0.1)} s` : `${number(Math.round(s * 10) / 10)} s`);

/** Between which Regions a key is replicated, and what is under way. */
interface Passage {
  readonly home: string;
  readonly away: string;
  readonly bytes: number;
  readonly fingerprint: string;
}

export const limits = {
  title: 'The limits',
  intro: 'Three walls that everybody who builds with KMS runs into one day. Run into them here first: the engine refuses you for real.',
  reset: 'Start again',
  noEngine: 'This needs the engine, and it is not running.',
  tabs: { label: 'Which limit', requests: 'Requests', regions: 'Regions' },
  kilobytes: (n: number): string => `${number(n)} KB`,
  regions: { 'ap-northeast-3': 'Osaka', 'ap-northeast-1': 'Tokyo', 'us-east-1': 'N. Virginia' },
  passes: 'Passes',
  refused: 'Refused',
  http: (status: number): string => `HTTP ${status}`,
  bytes,
  number,

  requests: {
    what: 'An account may call KMS only so often in each Region. Picture a bucket: every request takes one token out, and new ones keep coming in. When it is empty, KMS says no until there is a token again.',
    bucket: 'The Region, and its quota',
    small: 'Small, to watch single calls',
    smallWhat: 'No Region has so small a quota: it is turned down, so that each call can be seen, and nothing goes faster than your own clock.',
    perSecond: (n: number): string => `${number(n)}/s`,
    rate: 'New requests per second',
    rateSaid: (n: number): string => `${number(n)} requests per second`,
    unit: 'per second',
    seconds: 'for',
    secondsUnit: 's',
    attempts: 'Sent at the most',
    attemptsUnit: 'times',
    base: 'Base',
    baseUnit: 'ms',
    cap: 'Cap',
    capUnit: 'ms',
    range: (least: number, most: number): string => `${number(least)} to ${number(most)}`,

    now: 'In the bucket now',
    left: (n: number): string => number(Math.floor(n)),
    of: (capacity: number): string => `of ${number(capacity)}`,
    refill: (rate: number): string => `+ ${number(rate)} per second`,

    load: (rate: number, seconds: number): string => `${number(rate * seconds)} requests`,
    clients: 'Send them, as one of three clients',
    names: { once: 'Gives up', again: 'Tries again at once', backoff: 'Waits, longer each time' },
    whats: {
      once: () => 'Sends each request once. What KMS refuses is lost.',
      again: (tick: number, attempts: number): string => `Sends a refused request again as soon as it knows, after ${time(tick)}: up to ${number(attempts)} times in all.`,
      backoff: (_tick: number, attempts: number): string => `Exponential back-off with full jitter, as AWS’s SDKs do: a random wait before each new try, up to ${number(attempts)} in all.`,
    },
    waits: (longest: readonly number[]): string => `where n is how often it was sent again before: ${longest.map((ms) => `up to ${time(ms)}`).join(', then ')}.`,
    formula: (growth: number): string => `wait = random() × min(cap, base × ${number(growth)}ⁿ)`,
    settings: 'How it tries again',
    settingsWhat: (attempts: number, base: number, cap: number): string =>
      `${number(attempts)} times in all, a base of ${time(base)} and a cap of ${time(cap)} are what AWS’s SDKs do unless told otherwise. They also stop when too many retries fail, which is left out here.`,
    sendAll: 'Send as all three',
    send: 'Send',
    sendAs: (client: string): string => `Send: ${client}`,
    pause: 'Pause',
    resume: 'Go on',
    stop: 'Stop',
    chart: (passed: number, refused: number, seconds: number): string =>
      `Over ${number(seconds)} s, ${number(passed)} requests got through, drawn upwards, and KMS refused ${number(refused)}, drawn downwards. On top, how full the bucket was.`,
    empty: 'Nothing sent yet',
    keyLevel: 'bucket',
    keyPassed: 'got through',
    keyRefused: 'refused',
    keyQuota: 'quota',
    second: (n: number): string => `${number(n)} s`,
    tally: { passed: 'Got through', calls: 'Calls it took', lost: 'Lost', time: 'Until the last' },
    passedOf: (passed: number, asked: number): string => `${number(passed)} of ${number(asked)}`,
    callsEach: (calls: number, passed: number): string => (passed === 0 ? number(calls) : `${number(calls)} (${number(Math.round((calls / passed) * 100) / 100)} each)`),
    time,
    stopped: 'Stopped before the end.',
    slow: (times: number): string => `${time(1_000)} of KMS’s time took ${tenths(times)} here.`,
    done: (client: string, passed: number, asked: number, calls: number): string => `${client}: ${number(passed)} of ${number(asked)} requests got through, in ${number(calls)} calls.`,
    refusal: 'What KMS says when the bucket is empty',

    shared: (quota: string): string => `One bucket: ${quota}`,
    sharedWhat: 'These operations take from the same bucket, whatever their keys are. Press one to call it now: the clock stands still, so what is taken stays taken.',
    own: 'Buckets of their own',
    ownWhat: 'Every other operation has a bucket, most of them far smaller.',
    passed: (operation: string, left: number, capacity: number): string => `${operation}: passed. ${number(Math.floor(left))} of ${number(capacity)} left in its bucket.`,
    clock: 'Let time pass',
    pass: (ms: number): string => `+${time(ms)}`,
    busy: 'While requests are being sent, the clock is theirs.',
    model: 'AWS does not publish how it counts within a second. Here a bucket holds what one second brings.',
  },

  size: {
    what: 'KMS encrypts data itself, but only a little at a time. For anything larger the data stays with you and a key comes to it: envelope encryption.',
    amount: 'Your data',
    unit: 'bytes',
    quick: bytes,
    yourSide: 'Your side',
    kms: 'KMS',
    direct: 'Encrypt: the data goes to KMS',
    envelope: 'Envelope: a key comes to the data',
    data: 'Data',
    sealed: 'Data, sealed by KMS',
    ask: 'GenerateDataKey',
    plainKey: 'Data key, plain',
    sealedKey: 'Data key, sealed',
    encrypted: 'Data, encrypted here',
    stays: 'Stays with you',
    toKms: 'Sent to KMS',
    fromKms: 'Answered by KMS',
    none: 'none of it your data',
    all: 'all of your data in it',
    directWhy: (n: number): string =>
      `Every byte would travel to KMS, as base64 in JSON, and through an HSM that all customers share. So it takes ${bytes(n)} at the most: enough for a password or another key.`,
    envelopeWhy: (key: number): string => `The data key has ${bytes(key)}, however large your data is. What goes to KMS does not grow, and the data is encrypted as fast as your own machine can.`,
  },

  travel: {
    what: 'A key belongs to one Region. Each Region has its own hosts and HSMs, with a domain key that never leaves them: what is sealed under it opens nowhere else.',
    host: 'KMS host',
    hsm: 'HSM',
    glass: 'glass wall',
    domainKey: 'Domain key',
    key: 'KMS key, sealed:',
    keyId: 'Key id',
    seal: (place: string): string => `Seal a letter in ${place}`,
    open: (place: string): string => `Open it in ${place}`,
    letter: 'The letter',
    sealedIn: (place: string): string => `Sealed in ${place}`,
    sealedHere: 'Letter, sealed here',
    header: 'Its header names the key',
    by: 'Decrypt is told to use',
    namings: { none: 'no key: the header says', arn: 'the key’s ARN', alias: 'alias/letters' },
    notYet: 'Choose where to open it.',
    asked: (place: string): string => `Decrypt, asked in ${place}`,
    opens: 'Opens',
    why: {
      home: 'The key in its header is here. Its HSM unwraps the key, and the key opens the letter.',
      none: 'The header names a key that this Region does not have. KMS gives the same answer as for a key that is gone or forbidden, so that nobody learns which.',
      arn: 'An ARN says its Region. The host of another Region does not even look for the key.',
      alias: 'There is an alias of the same name here, but it names another key. KMS compares that one’s id with the header, and refuses.',
    },
  },

  related: {
    kind: 'The key',
    kinds: { ordinary: 'Ordinary', related: 'Multi-Region' },
    anew: 'A new key',
    what: 'A multi-Region key can have relatives: keys with the same id and the same material in other Regions. The material travels from HSM to HSM, and is never in the clear between them. What one key seals, each of them opens.',
    actors: { client: 'Client', host: 'KMS host', hsm: 'HSM', 'key-store': 'Key store' },
    at: (who: string, place: string): string => `${who}, ${place}`,
    types: { PRIMARY: 'Primary key', REPLICA: 'Replica key' },
    noKey: 'No such key here.',
    material: (versions: number): string => (versions === 1 ? 'Key material id:' : `The newest of its ${number(versions)} key material ids:`),

    deeds: {
      replicate: (place: string): string => `Replicate the key to ${place}`,
      primary: (place: string): string => `Make ${place} the primary Region`,
      rotate: (place: string): string => `Rotate the key in ${place}`,
    },
    settling: (seconds: number): string => `KMS has answered, but is not done: here that takes ${count(seconds, 'second', 'seconds')}, and the clock stands still.`,
    wait: (seconds: number): string => `Let ${count(seconds, 'second', 'seconds')} pass`,
    later: (seconds: number): string => `${count(seconds, 'second', 'seconds')} later`,
    noLetter: 'Not written yet.',
    begin: 'Seal a letter first. What stands out is the next step; everything else may be tried as well.',
    full: 'So much was done with this key. Go on with a new one.',
    asked: (operation: string, place: string): string => `${operation}, asked in ${place}`,
    why: {
      write: 'The header of the letter has the key’s id, and no Region.',
      open: 'The id in the header is that of the key here, and so is the material: its HSM opens the letter, without asking another Region.',
      replicate: 'The other Region has a key of its own now: same id, same material, and all else for itself.',
      primary: 'The two keys change places, and encrypt and decrypt meanwhile. From now on the other one is replicated and rotated; the material has not moved.',
      rotate: 'The primary key’s HSM made new material, sent it to its replica’s as before, and then both took it over. Both keep the old one: the letter still opens everywhere.',
    },
    refusals: {
      AccessDeniedException: 'Related keys do not appear by themselves: the id in the header is not known here until somebody replicates the key.',
      KMSInvalidStateException: 'The key is there, but not ready for this. Let the time pass.',
      UnsupportedOperationException: 'Rotation is shared, so only one key has the say: the primary one. Replicas follow.',
    },

    step: (n: number, steps: number): string => `Step ${number(n)} of ${number(steps)}`,
    back: 'Back',
    next: 'Next',
    done: 'Done',
    skip: 'To the end',
    again: 'Watch the replication again',
    layout: 'The steps are as AWS documents them. How an offer and a parcel are laid out it does not say; that is ours.',
    blobs: {
      request: 'Request',
      'domain-key': 'Domain key',
      'agreement-key': 'Agreement key, private',
      offer: 'Offer',
      'key-token': 'KMS key, sealed',
      'kms-key': 'KMS key',
      'replication-wrapping-key': 'Wrapping key, agreed',
      parcel: 'Parcel',
    },
    steps: {
      request: ({ away }: Passage): string => `ReplicateKey. The host asks whether the caller may replicate this key, and may make keys in ${away}.`,
      'make-agreement-key': ({ away }: Passage): string => `The HSM in ${away} makes a pair of keys for this one agreement, and signs the public half.`,
      'send-offer': ({ bytes: n }: Passage): string => `Public half and signature are its offer: ${bytes(n)}, and nothing in them is secret.`,
      'load-token': ({ home }: Passage): string => `The host in ${home} fetches the KMS key from its store, sealed under the domain key of ${home}.`,
      'send-to-hsm': () => 'It hands the sealed key and the offer through the glass wall.',
      'open-token': ({ fingerprint }: Passage): string => `Behind the glass the HSM opens the key. This material is to travel: ${fingerprint}.`,
      'wrap-for-region': ({ bytes: n }: Passage): string => `It checks the signature, makes a pair of its own, and both halves together give a wrapping key. Under that one it seals the material: a parcel of ${bytes(n)}.`,
      'leave-hsm': () => 'Only the parcel leaves the HSM, which erases the rest.',
      'send-parcel': ({ away }: Passage): string => `The parcel goes to ${away}. Who opens it on the way sees nothing: the wrapping key is in neither message.`,
      'open-parcel': ({ home, fingerprint }: Passage): string => `The HSM there works out the same wrapping key and opens the parcel. The fingerprint is the one from ${home}, ${fingerprint}: the same material.`,
      'wrap-key': ({ away }: Passage): string => `It seals the material again, under the domain key of ${away}.`,
      'store-token': ({ away }: Passage): string => `The sealed key goes into the store of ${away}, and the HSM erases the rest.`,
      answer: () => 'KMS answers. The replica is there, and will be ready in a moment.',
    },

    shared: { title: 'Related keys share', what: ['the key id', 'the material, old and new', 'rotation, set at the primary key'] },
    own: { title: 'Each has its own', what: ['key policy and grants', 'state: enabled or disabled', 'aliases, tags and description'] },
    deletion: 'A primary key is deleted only after the last of its replicas: until then it waits.',
  },

  thenNow: {
    label: 'Then and now',
    past: 'The document',
    today: 'AWS today',
    requests: {
      past: (rate: number): string => `${number(rate)} GenerateDataKey requests a second; what is more gets a ThrottlingException.`,
      today: (quotas: readonly [place: string, rate: number][]): string =>
        `All cryptographic operations with symmetric keys share one quota, and it depends on the Region: ${quotas.map(([place, rate]) => `${place} ${number(rate)}`).join(', ')}. It can be raised on request.`,
    },
    size: {
      past: (kilobytes: number): string => `At most ${number(kilobytes)} KB can be encrypted with a CMK directly, and doing so is not recommended.`,
      today: (n: number): string => `Still ${bytes(n)} for symmetric keys, and less for RSA keys. For small secrets AWS does not advise against it.`,
    },
    regions: {
      past: (year: number, month: number): string => `A CMK can be used only in the Region in which it was made; since ${new Date(Date.UTC(year, month - 1)).toLocaleString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })} there are multi-Region keys.`,
      today: () => 'The same: a key is of one Region unless it was made as a multi-Region key. Such keys are related, with one id and the same material; an ordinary key cannot become one.',
    },
  },
};

export type LimitsText = typeof limits;
