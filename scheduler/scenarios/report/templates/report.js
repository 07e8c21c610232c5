(() => {
  const { specs, words } = JSON.parse(document.getElementById("specs").textContent);
  const actions = { export: true, source: false, compiled: false, editor: false };
  for (const [name, spec] of Object.entries(specs)) {
    const options = { renderer: "svg", ast: true, actions, i18n: words, downloadFileName: name };
    vegaEmbed(`#chart-${name}`, spec, options);
  }
})();
