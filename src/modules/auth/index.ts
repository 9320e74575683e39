export { AuthConfig } from './auth.config';
export { FirstAdminAtStart } from './startup/first-admin-at-start';
export { AuthenticationGuard } from './http/authentication.guard';
