/**
 * What Chinese speakers choose most often and lists made elsewhere lack: numbers that sound like words (520, 1314), pinyin
 * of everyday phrases, keyboard walks and names of sites; as published studies of leaks describe them.
 */
export const commonChinesePasswords: readonly string[] = `
  5201314 52013140 1314520 13145200 5211314 52113140 521521521 520520520 5201314520 1314521 13141314 201314
  20131452 7758521 7758258 7758521521 584520 147258369 159357456 123321123 12344321 1qaz2wsx 1qaz2wsx3edc
  qazwsxedc qwe123456 a123456 a1234567 a12345678 a123456789 aa123456 aaa123456 abc123456 abcd1234 q123456
  qq123456 qq123456789 zxc123456 asd123456 z123456 w123456 wang123456 li123456 zhang123 liu123456 chen123456
  yang123456 huang123 zhao1234 wu123456 zhou123456 xu123456 sun123456 woaini woaini123 woaini520 woaini521
  woaini1314 woaini5201314 woaiwojia woaiwoziji woaini123456 iloveyou520 iloveyou1314 aini1314 aini520 aiwojiu
  wojiushiwo woshishui woshishen woshiwo wobuzhidao buzhidao zhongguo zhongguoren woaizhongguo beijing2008
  beijing shanghai guangzhou shenzhen hangzhou nanjing tiananmen changcheng mima mima123 mima1234 mima12345
  mima123456 mimamima wangjimima meiyoumima caonima caonima123 nimabi kaixin kuaile kuailexingfu xingfu xihuanni
  tiantian xiaoming xiaomei xiaoxiao baobao baobei laogong laopo laopowoaini pengyou haopengyou nihao nihao123
  nihaoma zaijian xiexie gongxifacai facai888 fa888888 88888888 66668888 168168168 16881688 518518518 888666
  66666666 99999999 147852369 987654321 112233445566 taobao taobao123 baidu baidu123 tencent dearbook wangyut2
  xiazhili zz12369 alibaba administrator guanliyuan biaozhu123 biaozhuyuan ceshi ceshi123 ceshi123456 test1234
  密码 我的密码 我爱你 我爱中国 一二三四五六七八 你好 管理员 标注员 测试 测试密码
`
  .trim()
  .split(/\s+/);
