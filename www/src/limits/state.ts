/** What is set on the card about KMS's limits. Results are no part of it: the engine gives them, each time anew. */
export interface Limits {
  readonly tab: LimitsTab;
  readonly load: Load;
  /** How much data is to be encrypted, in bytes. */
  readonly bytes: number;
  readonly journey: Journey;
  /** What is done with a multi-Region key; where that is missing, the keys are ordinary ones. */
  readonly related: Related | undefined;
}

export type LimitsTab = 'requests' | 'size' | 'regions';

export const TABS: readonly LimitsTab[] = ['requests', 'size', 'regions'];

/** Regions with quotas of different size, the smallest first. */
export type QuotaRegion = 'ap-northeast-3' | 'ap-northeast-1' | 'us-east-1';

/** What the requests count against: a Region's quota as AWS has it, or one made small, so that single calls can be watched. */
export type Bucket = QuotaRegion | 'small';

export const BUCKETS: readonly Bucket[] = ['ap-northeast-3', 'ap-northeast-1', 'us-east-1', 'small'];

/** The quota made small, in requests per second, and a load that is right for it. */
export const SMALL = { quota: 10, rate: 15 } as const;

/** What clients send, and how they go about what was refused. */
export interface Load {
  readonly bucket: Bucket;
  /** New requests per second. */
  readonly rate: number;
  /** For how many seconds. */
  readonly seconds: number;
  /** How often one request is sent at the most, the first time included. */
  readonly attempts: number;
  /** Of the back-off, in milliseconds. */
  readonly base: number;
  readonly cap: number;
}

/** Gives up at the first refusal; sends again at once; or waits, longer each time. */
export type Client = 'once' | 'again' | 'backoff';

export const CLIENTS: readonly Client[] = ['once', 'again', 'backoff'];

export const RATE = { least: 1, most: 200_000 } as const;
export const SECONDS = { least: 1, most: 10 } as const;
export const ATTEMPTS = { least: 2, most: 10 } as const;
export const BASE = { least: 10, most: 5_000 } as const;
export const CAP = { least: 100, most: 60_000 } as const;

/** More than Encrypt takes, and as much as anybody will want to see. */
export const BYTES = { least: 1, most: 1_048_576 } as const;

/** The largest plaintext that Encrypt takes. The engine says so too; this is for the buttons that go there. */
export const DIRECT = 4_096;

/** What the document says of the limits: in its time. */
export const DOCUMENTED = { rate: 10_000, kilobytes: 4, year: 2021, month: 6 } as const;

/** The Regions between which a letter goes. */
export type Place = 'ap-northeast-1' | 'us-east-1';

export const PLACES: readonly Place[] = ['ap-northeast-1', 'us-east-1'];

/** How Decrypt is told which key to use. */
export type Naming = 'none' | 'arn' | 'alias';

export const NAMINGS: readonly Naming[] = ['none', 'arn', 'alias'];

/** Where a letter was sealed, and where it is to be opened; not yet, where that is missing. */
export interface Journey {
  readonly sealed: Place;
  readonly opened?: Place;
  readonly by: Naming;
}

/** What is done with a key that may have relatives in other Regions. */
export type Act = { readonly do: Deed; readonly at: Place } | { readonly do: 'wait' };

export type Deed = 'write' | 'open' | 'replicate' | 'primary' | 'rotate';

export const DEEDS: readonly Deed[] = ['write', 'open', 'replicate', 'primary', 'rotate'];

export interface Related {
  /** In the order in which it was done; that the key was made comes before all. */
  readonly acts: readonly Act[];
  /** How many steps of the replication have been shown; where that is missing, it is over. */
  readonly shown?: number;
}

/** Where a multi-Region key is made. */
export const HOME: Place = 'ap-northeast-1';

/** How long, in seconds, a replica takes until it can be used, and two keys to change places: as AWS says, "a few". */
export const SETTLING = 5;

/** More than anybody will want, and few enough for a link. */
export const MOST_ACTS = 40;

/** The state of the card before anything was chosen. The client is as AWS's SDKs are unless told otherwise. */
export const UNTOUCHED: Limits = {
  tab: 'requests',
  load: { bucket: 'ap-northeast-1', rate: 40_000, seconds: 3, attempts: 3, base: 1_000, cap: 20_000 },
  bytes: DIRECT,
  journey: { sealed: 'ap-northeast-1', by: 'none' },
  related: undefined,
};

/** Another bucket: the small one wants a load that can be watched, the others one that they notice. */
export function withBucket(load: Load, bucket: Bucket): Load {
  if ((bucket === 'small') === (load.bucket === 'small')) return { ...load, bucket };
  return { ...load, bucket, rate: bucket === 'small' ? SMALL.rate : UNTOUCHED.load.rate };
}
