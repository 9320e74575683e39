/** The one queue that brings steps to workers. Its name carries no colon: BullMQ uses that as a separator. */
export const PROCESSING_QUEUE = 'processing';
