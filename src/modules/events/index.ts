export { EventsConfig } from './events.config';
