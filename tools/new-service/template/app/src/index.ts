export { __camelName__Service } from './app';
