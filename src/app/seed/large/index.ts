export async function seedLarge(): Promise<void> {}
