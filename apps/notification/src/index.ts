export { buildApp } from './app';
export { notificationConfig, type NotificationConfig } from './config';
