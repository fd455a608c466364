import { recipe, type Recipe } from '@pairwright/contract/recipe';
import { isObject } from '@pairwright/formats/in/messages';
import { CliError } from './cli-error.ts';
import { readJsonFile } from './convert/pick-format.ts';

/**
 * The choices that a recipe in a JSON file makes, in the words of the API; those that it leaves out stay what they are. Throws
 * CliError with every fault by its path.
 */
export async function readRecipe(file: string): Promise<Partial<Recipe>> {
  const value = await readJsonFile(file);
  if (!isObject(value)) throw new CliError('usage', `${file} is no recipe: it is one JSON object.`);
  const parsed = recipe.safeParse(value);
  if (parsed.success)
    return Object.fromEntries(Object.entries(parsed.data).filter(([choice]) => choice in value));
  const faults = parsed.error.issues.map(
    ({ path, message }) => `  ${path.join('.') || 'the recipe'}: ${message}`,
  );
  throw new CliError('usage', [`${file} is no recipe:`, ...faults].join('\n'));
}
