/**
 * How many bits the RSA key has that a call is to make; undefined for a call that makes none. WebAssembly takes from a
 * fraction of a second to many seconds to find the two primes of one. This is the only place that knows which calls these are.
 */
export function rsaBits(operation: string, input: Readonly<Record<string, unknown>>): number | undefined {
  if (input['DryRun'] === true) return undefined;
  switch (operation) {
    case 'GetParametersForImport':
      return bitsOf(input['WrappingKeySpec']);
    case 'CreateKey':
      // Imported material is made elsewhere.
      return input['Origin'] === 'EXTERNAL' ? undefined : bitsOf(input['KeySpec'] ?? input['CustomerMasterKeySpec']);
    case 'GenerateDataKeyPair':
    case 'GenerateDataKeyPairWithoutPlaintext':
      return bitsOf(input['KeyPairSpec']);
    default:
      return undefined;
  }
}

function bitsOf(spec: unknown): number | undefined {
  const [, bits] = /^RSA_(2048|3072|4096)$/.exec(String(spec)) ?? [];
  return bits === undefined ? undefined : Number(bits);
}

/** Within how many seconds it is done most often, on a machine of today: five keys of six. */
export const usual = (bits: number): number => (bits > 3072 ? 8 : bits > 2048 ? 3 : 1);
