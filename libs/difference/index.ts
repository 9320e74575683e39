export { differenceOf, type Difference } from './difference';
