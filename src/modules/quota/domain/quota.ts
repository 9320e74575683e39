/** What an owner may do and has done, as shown to them. */
export interface Quota {
  /** Uploads a calendar month in UTC; null is no limit. */
  readonly limit: number | null;
  readonly used: number;
  readonly remaining: number | null;
  /** `YYYY-MM` */
  readonly period: string;
  readonly resetsAt: Date;
  readonly storageBytesLimit: number | null;
  readonly storageBytesUsed: number;
  readonly pendingDeleteBytes: number;
}

export interface QuotaLimits {
  readonly uploads: number | null;
  readonly storageBytes: number | null;
}
