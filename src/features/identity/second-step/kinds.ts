/** How a second step was passed. `remembered`: in a browser that is not asked; `provider`: at whoever vouches for them. */
export const secondSteps = ['app', 'passkey', 'recovery', 'remembered', 'provider'] as const;
export type SecondStep = (typeof secondSteps)[number];
