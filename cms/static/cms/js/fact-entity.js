/* Facts in the rich text editor: chosen in Wagtail's chooser, shown with their value. */
(() => {
  const { ModalWorkflowSource, Tooltip } = window.draftail;
  const { createElement } = window.React;

  class FactSource extends ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.fact,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: this.onChosen },
      };
    }

    filterEntityData(data) {
      return {
        id: data.id,
        fallback: data.fallback,
        text: data.title,
        state: data.state,
        label: data.label,
      };
    }
  }

  const Fact = ({ contentState, entityKey, children }) => {
    const data = contentState.getEntity(entityKey).getData();
    return createElement(
      'span',
      {
        className: `fact-entity fact-entity--${data.state || 'live'}`,
        title: data.label,
        'data-fact-id': data.id,
      },
      children,
    );
  };

  window.draftail.registerPlugin(
    { type: 'FACT', source: FactSource, decorator: Fact },
    'entityTypes',
  );
})();
