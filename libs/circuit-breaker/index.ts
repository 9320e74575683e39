export { CircuitBreaker, CircuitOpen, type BreakerRules } from './circuit-breaker';
