/** What a project file might be expected to say and must not, and where it belongs. */
interface NotHere {
  readonly keys: RegExp;
  readonly why: string;
  readonly where: string;
}

/*
 * A project file comes with the checkout, perhaps from a stranger: it may narrow what a run does and never
 * widen it. What it cannot say anyway is refused in these words, so that nobody looks for another spelling.
 */
const NOT_HERE: readonly NotHere[] = [
  {
    keys: /^(?:authentik)?(?:url|uri|host|hostname|server|servers|address|addr|endpoint|baseurl|api|apiurl|port)$/,
    why: 'it comes with the checkout, so it cannot say where a token is sent',
    where: 'set AUTHENTIK_URL, or use --url',
  },
  {
    keys: /^(?:authentik|api|auth|akblueprint)?(?:token|tokens|tokenfile|tokencommand|key|keyfile|secret|password|passwordfile|credential|credentials|authorization|auth|netrc)$/,
    why: 'it comes with the checkout, so it cannot say which token is used or where that is read',
    where: 'set AUTHENTIK_TOKEN, or use --token-file',
  },
  {
    keys: /^(?:headers?|cookies?|useragent|(?:https?|no)?proxy|ca(?:file|bundle|certs?)?|cert(?:s|ificates?)?|client(?:cert|key)|passphrase|insecure|tls|ssl|(?:ssl|tls|skip)?verify)$/,
    why: 'it comes with the checkout, so it cannot change how a server is talked to',
    where: 'use --ca-file, --client-cert, --header, or the environment: HTTPS_PROXY, NO_PROXY',
  },
  {
    keys: /^(?:commands?|exec|run|shell|scripts?|hooks?|pre.*|post.*|plugins?|require|imports?|extends|include|includes|loader|loaders|nodeoptions|envfile|dotenv|config|configfile)$/,
    why: 'it comes with the checkout, so nothing that it names is run or loaded',
    where: 'run it before or after ak-blueprint',
  },
  {
    keys: /^(?:allow.*|insensitive|yes|force|secrets|revokepermissions|context|contextfile|store|state|sandbox|out)$/,
    why: 'it comes with the checkout, so it may narrow what a run may do and never widen it',
    where: 'say it on the command line',
  },
];

/** Why a project file cannot have a key, and where it belongs; undefined for keys that mean nothing. */
export function notHere(key: string): NotHere | undefined {
  const plain = key.toLowerCase().replace(/[^a-z0-9]/g, '');
  return NOT_HERE.find(({ keys }) => keys.test(plain));
}
