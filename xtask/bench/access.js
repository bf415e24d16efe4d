/** Who may use the key: data keys under policies of many statements and under keys with many grants. */

const ACCOUNT = '111122223333';
const AKI = `arn:aws:iam::${ACCOUNT}:user/aki`;
const STATEMENTS = [1, 10, 100];
const GRANTS = [10, 1_000, 50_000];
/** The loop of the policy's bare check is in WebAssembly, so that the way there does not count. */
const CHECKS = 1_000;

/** Every contender makes a data key, save for the last, which only asks the default key policy. */
export function accessContenders({ Kms, Access }, tell, must) {
  const kms = new Kms({ account: ACCOUNT, now: 'system', grantDelay: 0 });
  must(kms.iam('CreateUser', { UserName: 'aki' }));
  must(kms.iam('CreateRole', { RoleName: 'courier', AssumeRolePolicyDocument: trust() }));
  const createKey = (input) => must(kms.call('CreateKey', input)).KeyMetadata.KeyId;
  const dataKey = (KeyId, EncryptionContext, caller) => () =>
    must(kms.call('GenerateDataKey', { KeyId, KeySpec: 'AES_256', EncryptionContext }, { caller }));

  const contenders = { 'root-1': { once: dataKey(createKey({}), undefined, undefined) } };
  for (const count of STATEMENTS) {
    const key = createKey({ Policy: policy(count), BypassPolicyLockoutSafetyCheck: true });
    contenders[`statements-${count}`] = { once: dataKey(key, undefined, AKI) };
  }
  for (const count of [1, ...GRANTS]) {
    tell(`${count} grants`);
    const others = createKey({});
    for (let at = 1; at < count; at += 1) grant(others, `arn:aws:sts::${ACCOUNT}:assumed-role/courier/s${at}`);
    grant(others, AKI);
    contenders[`grants-${count}`] = { once: dataKey(others, undefined, AKI) };
    if (count === 1) continue;
    const own = createKey({});
    for (let at = 0; at < count; at += 1) grant(own, AKI, { EncryptionContextEquals: { letter: `${at}` } });
    contenders[`constraints-${count}`] = { once: dataKey(own, { letter: `${count - 1}` }, AKI) };
  }
  const access = new Access();
  contenders['check-1'] = { once: () => access.askDefaultPolicy(CHECKS), times: CHECKS };
  return contenders;

  function grant(KeyId, GranteePrincipal, Constraints) {
    must(kms.call('CreateGrant', { KeyId, GranteePrincipal, Operations: ['GenerateDataKey'], Constraints }));
  }
}

/** The last statement allows; of each before it everything matches but the condition, which is looked at last. */
function policy(count) {
  const statement = { Effect: 'Allow', Principal: { AWS: AKI }, Action: 'kms:GenerateDataKey*', Resource: '*' };
  const Condition = { StringEquals: { 'kms:EncryptionContext:letter': 'none' } };
  const Statement = Array.from({ length: count - 1 }, () => ({ ...statement, Condition }));
  return JSON.stringify({ Version: '2012-10-17', Statement: [...Statement, statement] });
}

function trust() {
  const statement = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
