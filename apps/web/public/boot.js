// Sets theme and language before the first paint. A file of its own, because inline scripts are forbidden.
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem('pairwright.theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    var locale = localStorage.getItem('pairwright.locale');
    var wanted = locale || navigator.language || 'en';
    root.lang = /^zh/i.test(wanted) ? 'zh-CN' : 'en';
    if (root.lang === 'zh-CN')
      document.querySelector('link[rel=manifest]').href = '/manifest.zh-CN.webmanifest';
  } catch {
    // Storage may be forbidden; the system's own theme and English stand.
  }
})();
