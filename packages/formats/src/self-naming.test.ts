import { expect, test } from 'vitest';
import { namesItself } from './self-naming.ts';

const answer = (content: string | null, model = 'model a') =>
  namesItself([{ role: 'assistant', content }], model);

test.each([
  "I'm Claude, and I cannot open links.",
  'Sure. As an AI developed by OpenAI, I have no feelings.',
  'I am an AI assistant created by Anthropic to be helpful.',
  'As a language model (GPT-4 to be exact) I can help.',
  'My name is Qwen. How can I help?',
  'I’m not ChatGPT, I am another one.',
  '您好，我是文心一言。',
  '作为一个由百度开发的人工智能语言模型，我没有国籍。',
  '我叫豆包，很高兴认识您',
  '我是一个名为 DeepSeek 的助手。',
])('%s', (text) => {
  expect(answer(text)).toBe(true);
});

test.each([
  'As an AI language model, I cannot browse.', // all of them say so
  '作为一个人工智能助手，我没有家乡。',
  'OpenAI released GPT-4 in March 2023. It is a large model.', // of others
  '百度成立于 2000 年。',
  'I am fond of koalas. They sleep a lot.', // an animal
  'I am here. Claude Monet painted water lilies.', // another sentence
  'Write a play in which the robot says nothing about itself.',
  '',
])('not: %s', (text) => {
  expect(answer(text)).toBe(false);
});

test('the name that the row gives the model tells, but for what is no name', () => {
  expect(answer("I'm Acme, your assistant.", 'acme-chat-7b')).toBe(true);
  expect(answer("I'm your chat assistant.", 'acme-chat-7b')).toBe(false);
  expect(answer('I am pacmen-like.', 'acme-7b')).toBe(false);
});

test('only what the assistant says is looked at', () => {
  const messages = [
    { role: 'assistant' as const, content: null },
    { role: 'user' as const, content: "I'm Claude from accounting." },
    { role: 'assistant' as const, content: 'Hello.' },
  ];
  expect(namesItself(messages, 'claude-3')).toBe(false);
});
