import { useEffect, useRef, useState } from 'react';
import { Badge } from '../../src/ui/Badge.tsx';
import { Banner } from '../../src/ui/Banner.tsx';
import { Button, IconButton } from '../../src/ui/Button.tsx';
import { Card } from '../../src/ui/Card.tsx';
import { ConfirmDialog } from '../../src/ui/ConfirmDialog.tsx';
import { EmptyState } from '../../src/ui/EmptyState.tsx';
import { ErrorState } from '../../src/ui/ErrorState.tsx';
import { Checkbox, RadioGroup, Select, TextArea, TextField } from '../../src/ui/Field.tsx';
import { FileDrop } from '../../src/ui/FileDrop.tsx';
import { Menu } from '../../src/ui/Menu.tsx';
import { ProgressBar } from '../../src/ui/ProgressBar.tsx';
import { Skeleton } from '../../src/ui/Skeleton.tsx';
import { Table } from '../../src/ui/Table.tsx';
import { Tabs } from '../../src/ui/Tabs.tsx';
import { dismissToast, toast, toastItems } from '../../src/ui/toast.ts';
import { Variant, Variants } from '../story.tsx';
import type { Story } from '../story.tsx';
import { useSay } from '../use-say.ts';

const nothing = (): void => undefined;

function Buttons() {
  const say = useSay();
  const text = say('Save changes', '保存更改');
  return (
    <Variants>
      <Variant name="Kinds" plain>
        <div className="row">
          <Button variant="primary">{text}</Button>
          <Button>{text}</Button>
          <Button variant="quiet">{text}</Button>
          <Button variant="danger" icon="trash">
            {text}
          </Button>
        </div>
      </Variant>
      <Variant name="Small, busy, not possible" plain>
        <div className="row">
          <Button size="small">{text}</Button>
          <Button busy>{text}</Button>
          <Button disabledReason={say('Nothing has changed', '没有更改')}>{text}</Button>
          <IconButton icon="settings" label={text} />
        </div>
      </Variant>
    </Variants>
  );
}

function Fields() {
  const say = useSay();
  const name = say('Name', '名称');
  return (
    <Variants>
      <Variant name="Text, with hint and error" plain>
        <TextField label={name} hint={say('As others see it', '他人看到的名称')} defaultValue="Lin" />
        <TextField label={name} error={say('Give a name', '请填写名称')} />
        <TextArea label={say('Note', '备注')} rows={2} defaultValue="…" />
      </Variant>
      <Variant name="Choices" plain>
        <Select label={name} value="a" onChange={nothing} options={[{ value: 'a', label: 'A' }]} />
        <Checkbox
          label={name}
          hint={say('Can be changed later', '之后可以更改')}
          checked
          onChange={nothing}
        />
        <RadioGroup
          label={name}
          value="b"
          onChange={nothing}
          options={[
            { value: 'a', label: 'A', hint: say('The first', '第一个') },
            { value: 'b', label: 'B' },
          ]}
        />
      </Variant>
      <Variant name="A file" plain>
        <FileDrop
          label={say('File', '文件')}
          hint={say('or drop it here', '或拖放到这里')}
          choose={say('Choose a file', '选择文件')}
          onFile={nothing}
        />
      </Variant>
    </Variants>
  );
}

function Confirm() {
  const say = useSay();
  return (
    <ConfirmDialog
      danger
      title={say('Archive this project?', '归档此项目？')}
      confirm={say('Archive', '归档')}
      onConfirm={nothing}
      onClose={nothing}
    >
      <p>{say('Nobody can vote in it any more.', '之后无法再投票。')}</p>
    </ConfirmDialog>
  );
}

function Tables() {
  const say = useSay();
  const [tab, setTab] = useState<'a' | 'b'>('a');
  return (
    <Variants>
      <Variant name="Table" plain>
        <Table
          caption={say('Batches', '批次')}
          rows={[
            { name: 'Spring', count: 1200 },
            { name: 'Autumn', count: 80 },
          ]}
          rowKey={({ name }) => name}
          columns={[
            { key: 'name', header: say('Name', '名称'), rowHeader: true, cell: ({ name }) => name },
            { key: 'count', header: say('Judgments', '判断数'), align: 'end', cell: ({ count }) => count },
            {
              key: 'state',
              header: say('State', '状态'),
              cell: () => <Badge tone="ok">{say('Open', '进行中')}</Badge>,
            },
          ]}
        />
      </Variant>
      <Variant name="Tabs" plain>
        <Tabs
          label={say('Views', '视图')}
          selected={tab}
          onSelect={setTab}
          tabs={[
            { id: 'a', label: say('Preview', '预览') },
            { id: 'b', label: say('Changes', '更改') },
          ]}
        >
          <Card title={say('A card', '卡片')} aside={<Badge>3</Badge>}>
            <p>{say('One matter on its own surface.', '一件事一张卡片。')}</p>
          </Card>
        </Tabs>
      </Variant>
    </Variants>
  );
}

function OpenMenu() {
  const say = useSay();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector('button')?.click(), []);
  return (
    <Variants>
      <div ref={place} style={{ minHeight: 260 }}>
        <Menu
          label={say('View', '视图')}
          text={say('View', '视图')}
          align="start"
          groups={[
            {
              id: 'theme',
              heading: say('Theme', '主题'),
              items: [
                { id: 'light', label: say('Light', '浅色'), checked: true, onSelect: nothing },
                { id: 'dark', label: say('Dark', '深色'), checked: false, onSelect: nothing },
              ],
            },
            {
              id: 'more',
              items: [
                { id: 'find', label: say('Find', '查找'), icon: 'search', shortcut: 'F', onSelect: nothing },
              ],
            },
          ]}
        />
      </div>
    </Variants>
  );
}

function Feedback() {
  const say = useSay();
  return (
    <Variants>
      <Variant name="Badges" plain>
        <div className="row">
          {(['neutral', 'ok', 'warn', 'danger', 'accent'] as const).map((tone) => (
            <Badge key={tone} tone={tone}>
              {say('State', '状态')}
            </Badge>
          ))}
        </div>
      </Variant>
      <Variant name="Banners" plain>
        {(['info', 'warn', 'danger'] as const).map((tone) => (
          <Banner key={tone} tone={tone} action={<Button size="small">{say('Retry', '重试')}</Button>}>
            {say('Something of the whole page.', '与整个页面有关的信息。')}
          </Banner>
        ))}
      </Variant>
      <Variant name="On its way" plain>
        <ProgressBar
          label={say('Import', '导入')}
          value={420}
          max={1000}
          detail={say('2 min left', '还剩 2 分钟')}
        />
        <Skeleton />
      </Variant>
      <Variant name="Nothing, and a fault" plain>
        <EmptyState
          title={say('No projects yet', '还没有项目')}
          action={<Button>{say('Create', '新建')}</Button>}
        >
          {say('Projects hold comparisons.', '项目包含对比任务。')}
        </EmptyState>
        <ErrorState
          title={say('This did not load', '加载失败')}
          detail={say('The server is busy.', '服务器繁忙。')}
          safe={say('Your work is safe.', '您的工作没有丢失。')}
          requestId="req-1"
          onRetry={nothing}
        />
      </Variant>
    </Variants>
  );
}

function Toasts() {
  const say = useSay();
  const text = say('Flag saved', '报告已保存');
  const label = say('Undo', '撤销');
  useEffect(() => {
    toast(text, { action: { label, onSelect: nothing } });
    return () => {
      for (const { id } of toastItems()) dismissToast(id);
    };
  }, [text, label]);
  return null;
}

export const basicStories: readonly Story[] = [
  { id: 'buttons', title: 'Buttons', render: () => <Buttons /> },
  { id: 'fields', title: 'Fields', render: () => <Fields /> },
  { id: 'dialog', title: 'Dialog', height: 400, render: () => <Confirm /> },
  { id: 'menu', title: 'Menu', render: () => <OpenMenu /> },
  { id: 'table', title: 'Table, tabs, card', render: () => <Tables /> },
  { id: 'feedback', title: 'Badges, banners, progress, states', render: () => <Feedback /> },
  { id: 'toast', title: 'Toast', height: 200, render: () => <Toasts /> },
];
