import { v7, validate } from 'uuid';

declare const brand: unique symbol;

/** A UUID that says what it names, so that a mall's id cannot be handed in for a user's. */
export type Id<Of extends string> = string & { readonly [brand]: Of };

/** UUIDv7: sorts by creation, so that a primary key index grows at its end. */
export function newId<Of extends string>(): Id<Of> {
  return v7() as Id<Of>;
}

export function asId<Of extends string>(text: string): Id<Of> {
  return text as Id<Of>;
}

/** Whether something from outside can name anything at all. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && validate(value);
}

export type UserId = Id<'user'>;
export type SessionId = Id<'session'>;
export type ApiKeyId = Id<'api_key'>;
export type MallId = Id<'mall'>;
export type StoreId = Id<'store'>;
export type PinId = Id<'pin'>;
export type VideoId = Id<'video'>;
export type RunId = Id<'run'>;
