import { TextField, TimeField, WholeNumberField } from '#platform/http/contract/fields';
import type { Quota } from '../domain/quota';

const LARGEST_LIMIT = 1_000_000_000;

export class SetQuotaDto {
  @WholeNumberField({
    min: 0,
    max: LARGEST_LIMIT,
    isNullable: true,
    description: 'Uploads a calendar month in UTC; 0 is none, null is no limit.',
    example: 250,
  })
  limit!: number | null;

  @WholeNumberField({
    min: 0,
    isOptional: true,
    isNullable: true,
    description: 'Bytes of originals that may be stored; null is no limit. Left as it is when not given.',
    example: 1_099_511_627_776,
  })
  storage_bytes_limit?: number | null;
}

export class QuotaDto {
  @WholeNumberField({
    min: 0,
    isNullable: true,
    description: 'Uploads a month; null is no limit.',
    example: 100,
  })
  limit!: number | null;

  @WholeNumberField({ min: 0, description: 'Uploads of this month.', example: 12 })
  used!: number;

  @WholeNumberField({
    min: 0,
    isNullable: true,
    description: 'Uploads left; null without a limit.',
    example: 88,
  })
  remaining!: number | null;

  @TextField({ max: 7, description: 'The month that counts.', example: '2026-11' })
  period!: string;

  @TimeField({ description: 'When the next month begins.', example: '2026-12-01T00:00:00.000Z' })
  resets_at!: string;

  @WholeNumberField({
    min: 0,
    isNullable: true,
    description: 'Bytes of originals that may be stored; null is no limit.',
    example: 1_099_511_627_776,
  })
  storage_bytes_limit!: number | null;

  @WholeNumberField({
    min: 0,
    description:
      'Bytes that count: stored, reserved by uploads that are under way, and waiting to be deleted.',
    example: 734_003_200,
  })
  storage_bytes_used!: number;

  @WholeNumberField({ min: 0, description: 'Of these, what waits to be deleted.', example: 0 })
  pending_delete_bytes!: number;
}

export function toQuotaDto(quota: Quota): QuotaDto {
  return {
    limit: quota.limit,
    used: quota.used,
    remaining: quota.remaining,
    period: quota.period,
    resets_at: quota.resetsAt.toISOString(),
    storage_bytes_limit: quota.storageBytesLimit,
    storage_bytes_used: quota.storageBytesUsed,
    pending_delete_bytes: quota.pendingDeleteBytes,
  };
}
