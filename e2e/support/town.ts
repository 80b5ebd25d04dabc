/** Where the town under test is; `npm test` starts it and says so in the environment. */
export const town = {
  gatewayUrl: required('TOWN_GATEWAY_URL'),
  home: required('TOWN_HOME'),
  profile: required('TOWN_PROFILE'),
  portBase: Number(required('TOWN_PORT_BASE')),
};

export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Run these tests with \`npm test\`, which starts a town for them.`);
  return value;
}
