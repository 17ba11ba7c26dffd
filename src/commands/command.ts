import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { OperatorError } from '#platform/operator-error.ts';
import { installationRoot } from './root.ts';

interface Option {
  type: 'boolean' | 'string';
  about: string;
  /** May be given several times: its values come as lines. */
  many?: true;
  /** What may be given, when that is a short list. */
  values?: readonly string[];
}

/** Given options by name: text, true, or undefined. */
export type Given = Record<string, string | boolean | undefined>;

export interface Command {
  name: string;
  /** One line for the list of all commands. */
  summary: string;
  /** What it does, for its own --help. */
  about: string;
  options: Record<string, Option>;
  /** What may be given without a name, as the `name` of what is given. */
  argument?: { name: string; about: string };
  /** And what may follow it. */
  second?: { name: string; about: string };
  /** Returns the exit code; throws OperatorError for what the operator can put right. */
  run(given: Given): Promise<number>;
}

const call = 'npm run portico --';

/** Runs what the arguments after `portico` ask for and returns the exit code. */
export async function runCommand(commands: Command[], args: string[]): Promise<number> {
  const [first, ...others] = args;
  if (first === '--version' || first === '-v') {
    console.log(`Portico ${await version()}`);
    return 0;
  }
  const help = first === undefined || first === '--help' || first === '-h' || first === 'help';
  // `help seed` is `seed --help`.
  const [name, ...rest] = help && others[0] !== undefined ? [others[0], '--help'] : help ? [] : args;
  if (name === undefined) {
    console.log(overview(commands));
    return 0;
  }
  const command = commands.find((each) => each.name === name);
  if (!command) throw new OperatorError(`There is no command "${name}": ${call} --help lists them.`);
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(manual(command));
    return 0;
  }
  return command.run(parseOptions(command, rest));
}

function parseOptions(command: Command, args: string[]): Given {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, many }]) => [name, { type, multiple: many ?? false }]),
  );
  const allowPositionals = command.argument !== undefined;
  const { values: parsed, positionals } = attempt(() => parseArgs({ args, options, strict: true, allowPositionals }));
  const values = Object.fromEntries(
    Object.entries(parsed).map(([name, value]) => [name, Array.isArray(value) ? value.join('\n') : value]),
  );
  const places = [command.argument, command.second].filter((one) => one !== undefined);
  if (positionals.length > places.length) {
    throw new OperatorError(
      `Unexpected argument '${positionals[places.length]}': ${call} ${command.name} --help lists the options.`,
    );
  }
  for (const [name, option] of Object.entries(command.options)) {
    const value = values[name];
    if (typeof value !== 'string' || !option.values || option.values.includes(value)) continue;
    throw new OperatorError(`--${name} must be one of ${option.values.join(', ')}, not "${value}".`);
  }
  return { ...values, ...Object.fromEntries(positionals.map((given, i) => [places[i]!.name, given])) } as Given;

  function attempt<T>(parse: () => T): T {
    try {
      return parse();
    } catch (error) {
      const sentence = (error as Error).message.split('. ')[0];
      throw new OperatorError(`${sentence}: ${call} ${command.name} --help lists the options.`);
    }
  }
}

function overview(commands: Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`);
  const more = `${call} <command> --help tells more, ${call} --version which Portico this is.`;
  return ['Usage: portico <command> [options]', '', ...lines, '', more].join('\n');
}

async function version(): Promise<string> {
  const text = await readFile(join(installationRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function manual(command: Command): string {
  const places = [command.argument, command.second].filter((one) => one !== undefined);
  const options = Object.entries({ ...command.options, help: { type: 'boolean', about: 'Shows this.' } as Option });
  const rows = options.map(([name, { type, values, about }]) => {
    return [type === 'string' ? `  --${name} ${values?.join('|') ?? '<value>'}` : `  --${name}`, about] as const;
  });
  rows.unshift(...places.map(({ name, about }) => [`  <${name}>`, about] as const));
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  const lines = rows.map(([name, about]) => name.padEnd(width) + about);
  const usage = `Usage: portico ${command.name} ${places.map(({ name }) => `[<${name}>] `).join('')}[options]`;
  return [usage, '', command.about, '', ...lines].join('\n');
}
