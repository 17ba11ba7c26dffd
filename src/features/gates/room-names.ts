import { type CustomerRoom, roomNames } from '#platform/customer-rooms.ts';

export const isRoom = (name: string): name is CustomerRoom => (roomNames as readonly string[]).includes(name);
