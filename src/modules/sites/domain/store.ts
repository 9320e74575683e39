import type { MallId, StoreId } from '#kernel/id';

export interface StoreFields {
  readonly name: string;
}

export interface Store extends StoreFields {
  readonly id: StoreId;
  readonly mallId: MallId;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
