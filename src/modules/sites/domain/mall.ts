import type { MallId } from '#kernel/id';

/** Engines that may look at the videos of a mall. */
export const DETECTION_MODELS = ['resnet', 'cnn', 'enhanced', 'ensemble', 'forensic', 'remote'] as const;
export type DetectionModel = (typeof DETECTION_MODELS)[number];

export interface MallFields {
  readonly name: string;
  /** Null is the one of the installation. */
  readonly detectionModel: DetectionModel | null;
}

export interface Mall extends MallFields {
  readonly id: MallId;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
