import { freePorts } from '@townsquare/launcher';

/** The arguments of a sidecar beside the town's own: on ports that are free, on loopback alone. */
export async function outsideSidecar(
  appId: string,
  settings: Record<string, string | number>,
): Promise<{ args: string[]; httpPort: number }> {
  const [http, grpc, internal, metrics] = await freePorts(4);
  const options = {
    'app-id': appId,
    'dapr-http-port': http!,
    'dapr-grpc-port': grpc!,
    'dapr-internal-grpc-port': internal!,
    'metrics-port': metrics!,
    'dapr-listen-addresses': '127.0.0.1',
    'dapr-internal-grpc-listen-address': '127.0.0.1',
    'metrics-listen-address': '127.0.0.1',
    ...settings,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return { args, httpPort: http! };
}
