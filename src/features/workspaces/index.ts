import { Hono } from 'hono';
export const firstRun = new Hono();
