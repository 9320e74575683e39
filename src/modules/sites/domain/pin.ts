import type { MallId, PinId, StoreId } from '#kernel/id';

/** A place on the plan of a floor, in the units of that plan. */
export interface Location {
  readonly x: number;
  readonly y: number;
  readonly floor: number;
}

export interface PinFields {
  readonly name: string;
  /** Whose tenants may see what the camera sees; null for what belongs to nobody but the mall. */
  readonly storeId: StoreId | null;
  readonly location: Location | null;
  readonly isActive: boolean;
}

/** Where a camera hangs. */
export interface Pin extends PinFields {
  readonly id: PinId;
  readonly mallId: MallId;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
