/**
 * Accounts: a name belongs to whoever registered it with a password, and nobody else can have it.
 *
 *     greenwing --hooks examples/accounts.ts
 *
 * A client sends its password to the server as a text, on subchannel 1 to register or 2 to log in, and then asks for
 * its name as clients always do. It gets the name, or is told why not. Accounts are kept in the file accounts.sqlite
 * beside this one, and of passwords only hashes, which do not give them away. On their way here, though, passwords can
 * be read by whoever carries them: the protocol has no encryption.
 */
import { Database } from "bun:sqlite";
import { type Client, deny, type Eventually, type HooksFactory, simplify, type Verdict } from "greenwing";

const REGISTER = 1;
const LOG_IN = 2;

/** Hashing is slow on purpose, and takes memory: so many clients may wait for it at once, ... */
const AT_ONCE = 16;
/** ... and one address may try so often in a minute, whether it guesses passwords or registers names in bulk. */
const TRIES = 20;

const database = new Database(`${import.meta.dir}/accounts.sqlite`);
database.run("create table if not exists accounts (name text primary key, hash text not null)");
const find = database.query<{ hash: string }, [string]>("select hash from accounts where name = ?");
const add = database.query("insert or ignore into accounts values (?, ?)");

async function register(client: Client, account: string, password: string): Promise<Verdict> {
  if (find.get(account) !== null) return deny("Name already registered");
  const hash = await Bun.password.hash(password);
  if (!client.connected) return false;
  // Somebody else may have registered it while this password was hashed: then nothing is added.
  return add.run(account, hash).changes === 1 || deny("Name already registered");
}

async function logIn(account: string, password: string): Promise<Verdict> {
  const found = find.get(account);
  if (found === null) return deny("No such account");
  return (await Bun.password.verify(password, found.hash)) || deny("Wrong password");
}

export default ((relay) => {
  const tries = new Map<string, number>();
  relay.every("1m", () => tries.clear());

  /** What is being decided. */
  const verdicts = new Set<Promise<Verdict>>();

  /** May the client have this name? That needs the password that it sent before. */
  function claim(client: Client, name: string): Eventually<Verdict> {
    const { password, registers } = client.data;
    if (typeof password !== "string") return deny("Send your password first");
    const tried = tries.get(client.address) ?? 0;
    if (tried >= TRIES) return deny("Too many tries: wait a minute");
    if (verdicts.size >= AT_ONCE) return deny("Too many are logging in just now: try again");
    tries.set(client.address, tried + 1);
    client.data.password = undefined; // it is good for one try
    // "Ada", "ADA" and "Áda" are one account: accounts go by what names are compared by.
    const account = simplify(name);
    const work = registers === true ? register(client, account, password) : logIn(account, password);
    const verdict = work.finally(() => verdicts.delete(verdict));
    verdicts.add(verdict);
    return verdict;
  }

  /** Who has shown that a name is theirs takes the place of whoever else has it, such as a game that hangs. */
  function takeOver(client: Client, name: string) {
    for (const other of relay.clients) {
      const isSame = other !== client && simplify(other.name) === simplify(name);
      if (isSame) other.disconnect("Logged in elsewhere");
    }
  }

  return {
    messageReceived(client, { subchannel, text }) {
      if (subchannel !== REGISTER && subchannel !== LOG_IN) return;
      const fits = text.length >= 8 && text.length <= 100;
      if (!fits) client.sendMessage("A password has 8 to 100 characters", subchannel);
      client.data.password = fits ? text : undefined;
      client.data.registers = subchannel === REGISTER;
    },
    acceptLogin: claim,
    // Another way to write one's own name is free; any other name must be claimed.
    acceptNameChange: (client, name) => simplify(name) === simplify(client.name) || claim(client, name),
    loginAccepted: takeOver,
    nameChanged: takeOver,
    async dispose() {
      await Promise.allSettled(verdicts);
      database.close();
    },
  };
}) satisfies HooksFactory;
