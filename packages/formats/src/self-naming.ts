import type { Message } from '@pairwright/contract/shapes';

/**
 * Names of model families and of who makes them, as answers write them about themselves. Their case is theirs: "koala" is an animal.
 */
const latinNames =
  /\b(?:ChatGPT|GPT-?[2-9][\w.-]{0,12}|OpenAI|Claude|Anthropic|Gemini|Bard|Gemma|PaLM|Google|DeepMind|LLaMA|Llama|Meta AI|Vicuna|Alpaca|Koala|Dolly|LMSYS|Large Model Systems Organization|Mistral|Mixtral|Copilot|Microsoft|Phi-\d|Cohere|Command R|Grok|xAI|Qwen|Tongyi|Alibaba|ERNIE|Baidu|Baichuan|ChatGLM|GLM-\d|Zhipu|Kimi|Moonshot|Doubao|ByteDance|DeepSeek|Yi-\d+B|01\.AI|MiniMax|InternLM|Hunyuan|Tencent|iFLYTEK|SparkDesk|StableLM|Falcon|Nemotron|NVIDIA|OpenAssistant|Open Assistant|WizardLM|MPT-\d+B)\b/u;
const chineseNames =
  /通义千问|阿里(?:巴巴|云)|文心一言|百度|百川智能|智谱|清华大学|月之暗面|豆包|字节跳动|深度求索|零一万物|讯飞|星火认知|书生(?:浦语|·浦语)|上海人工智能实验室|复旦大学|混元|腾讯|盘古|华为|商汤|日日新|商量|谷歌|微软/u;

/** Where somebody speaks of oneself, and where a maker is named. Each is looked for as it stands: a look at every text of a file. */
const selves = [
  'I am ',
  "I'm ",
  'I’m ',
  'My name is ',
  'my name is ',
  'As a',
  'as a',
  '我是',
  '我叫',
  '作为',
  '我由',
  '我的名字',
  '名为',
] as const;
const speaksOfSelf =
  /\b(?:I am|I['’]m|[Mm]y name is)\b|\b[Aa]s an? (?:AI|artificial|large|language|virtual|chat|helpful|assistant|model)\b|我是|我叫|我由|我的名字|作为(?:一|由|人工智能|AI|大)|我.{0,6}名为/u;
const sentenceEnd = /[!?。！？\n]|\.(?=\s)/u;

/** Longest sentence that is looked at, in UTF-16 units; of a longer one its beginning. */
const LONGEST = 400;
const FEWEST_LETTERS = 4;
/** Parts of the names of models that answers hold for other reasons. */
const general = new Set([
  'model',
  'chat',
  'instruct',
  'base',
  'large',
  'small',
  'medium',
  'tiny',
  'turbo',
  'preview',
  'latest',
  'beta',
  'plus',
  'mini',
  'lite',
  'think',
  'thinking',
  'reasoning',
  'vision',
  'coder',
  'code',
  'math',
  'response',
  'answer',
  'output',
  'system',
  'assistant',
  'human',
  'gold',
  'reference',
  'baseline',
  'candidate',
  'policy',
  'reward',
  'tuned',
  'merged',
  'open',
  'hello',
  'test',
  'demo',
  'final',
  'step',
  'epoch',
]);

/**
 * Whether an answer tells which model wrote it: it speaks of itself and names a family of models, a maker, or the model that the
 * row names. "As an AI language model" alone tells nothing: all of them say it.
 */
export function namesItself(messages: readonly Message[], model: string): boolean {
  return messages.some(
    ({ role, content }) => role === 'assistant' && content !== null && tells(content, model),
  );
}

function tells(text: string, model: string): boolean {
  // Most answers never speak of themselves: seen without an expression.
  if (!selves.some((self) => text.includes(self))) return false;
  const own = ownNames(model);
  return text.split(sentenceEnd).some((whole) => {
    const sentence = whole.slice(0, LONGEST);
    if (!speaksOfSelf.test(sentence)) return false;
    return (
      latinNames.test(sentence) || chineseNames.test(sentence) || own.some((name) => holds(sentence, name))
    );
  });
}

/** The words of a model's name that are its own, in small letters. */
function ownNames(model: string): string[] {
  return model
    .toLowerCase()
    .split(/[^\p{L}]/u)
    .filter((word) => word.length >= FEWEST_LETTERS && !general.has(word));
}

function holds(sentence: string, name: string): boolean {
  const text = sentence.toLowerCase();
  const at = text.indexOf(name);
  if (at === -1) return false;
  const isLetter = (letter: string | undefined): boolean => letter !== undefined && /[a-z]/.test(letter);
  return !isLetter(text[at - 1]) && !isLetter(text[at + name.length]);
}
