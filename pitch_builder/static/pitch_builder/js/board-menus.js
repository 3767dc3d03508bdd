/* Menus of slides and sections on the storyboard, and the question for a section's name. */
(() => {
  const words = window.boardWords;
  const board = () => document.getElementById('board');
  if (!('editable' in board().dataset)) return;
  const cardMenu = document.getElementById('sb-card-menu');
  const sectionMenu = document.getElementById('sb-section-menu');
  const sectionList = document.getElementById('sb-sections');
  const asking = document.getElementById('sb-ask');
  let opener = null;

  const items = (menu) => [...menu.querySelectorAll('[role=menuitem]:not([hidden])')];

  const open = (menu, button) => {
    opener = button;
    menu.showPopover();
    const at = button.getBoundingClientRect();
    const size = menu.getBoundingClientRect();
    const below = at.bottom + 4 + size.height <= window.innerHeight;
    menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - size.height - 4)}px`;
    const left = Math.min(at.right - size.width, window.innerWidth - size.width - 8);
    menu.style.left = `${Math.max(8, left)}px`;
    items(menu)[0]?.focus();
  };
  window.boardOpen = open;

  const show = (menu, allowed) => {
    menu.querySelectorAll('[role=menuitem]').forEach((item) => {
      item.hidden = !allowed[item.dataset.act];
    });
  };

  const ofCard = (card, button) => {
    const free = !('fixed' in card.dataset);
    const is = (name) => name in card.dataset;
    cardMenu.card = card;
    cardMenu.querySelector('[data-edit-words]').textContent =
      is('own') || is('edited') ? words.edit : words.editCopy;
    show(cardMenu, {
      edit: free,
      take: is('edited'),
      keep: is('baseChanged'),
      notes: true,
      remark: true,
      before: free,
      after: free,
      section: free,
      here: true,
      duplicate: true,
      hide: free && !is('hidden'),
      show: is('hidden'),
      remove: free,
    });
    open(cardMenu, button);
  };

  const sections = () =>
    [...board().querySelectorAll('[data-section]')].map((grid) => grid.dataset.section);

  const moveTo = (section, ids) => {
    const grids = [...board().querySelectorAll('[data-section]')];
    window.boardChange(
      board().dataset.place,
      { slides: ids.join(','), section, version: '' },
      () =>
        grids
          .find((grid) => grid.dataset.section === section)
          .append(...ids.map(window.boardSelection.cardOf)),
      () => window.boardSay(),
    );
  };

  const listSections = (button, ids) => {
    sectionList.replaceChildren(
      ...sections().map((name) => {
        const item = document.createElement('button');
        item.type = 'button';
        item.setAttribute('role', 'menuitem');
        item.tabIndex = -1;
        item.textContent = name || words.slides;
        item.addEventListener('click', () => {
          sectionList.hidePopover();
          moveTo(name, ids);
        });
        return item;
      }),
    );
    open(sectionList, button);
  };
  window.boardMenus = { sections: listSections };

  // --- a name
  const ask = (question, present, then) => {
    document.getElementById('sb-ask-words').textContent = question;
    const field = document.getElementById('sb-ask-name');
    field.value = present;
    asking.returnValue = '';
    asking.showModal();
    field.select();
    asking.addEventListener(
      'close',
      () => {
        if (asking.returnValue === 'yes' && field.value.trim()) then(field.value.trim());
        opener?.focus();
      },
      { once: true },
    );
  };
  const onSection = (act, values) =>
    window.boardChange(
      board().dataset.sectionUrl.replace('/name/', `/${act}/`),
      values,
      null,
      () => window.boardSay(),
    );

  document.addEventListener('click', (event) => {
    const more = event.target.closest?.('[data-card-menu]');
    const section = event.target.closest?.('[data-section-menu]');
    if (more) ofCard(more.closest('[data-slide]'), more);
    else if (section) {
      sectionMenu.holder = section.closest('.sb__part');
      const is = (name) => name in section.dataset;
      show(sectionMenu, {
        rename: !is('kept'),
        up: !is('first'),
        down: !is('last'),
        add: true,
        here: true,
        remove: is('mayGo'),
      });
      open(sectionMenu, section);
    } else if (event.target.closest?.('[data-add-section]')) {
      ask(words.newSection, '', (to) => onSection('add', { to }));
    }
  });

  cardMenu.addEventListener('click', (event) => {
    const { act } = event.target.closest('[data-act]')?.dataset || {};
    if (!act) return;
    const { card } = cardMenu;
    const { section } = card.closest('[data-section]').dataset;
    cardMenu.hidePopover();
    const one = [card.dataset.slide];
    if (act === 'edit') {
      window.location.href = board().dataset.editUrl.replace('/0/', `/${one[0]}/`);
    } else if (act === 'remark') {
      window.location.href = `${board().dataset.teamUrl}?slide=${one[0]}`;
    } else if (act === 'notes') window.boardNotes(card, opener);
    else if (act === 'section') listSections(opener, window.boardSelection.ids(card));
    else if (act === 'here') window.boardPanel.aim(section, card);
    else window.boardSelection.act(act, one);
  });

  sectionMenu.addEventListener('click', (event) => {
    const { act } = event.target.closest('[data-act]')?.dataset || {};
    if (!act) return;
    sectionMenu.hidePopover();
    const { section: name } = sectionMenu.holder.querySelector('[data-section]').dataset;
    if (act === 'rename') {
      ask(words.rename, name, (to) => onSection('rename', { name, to }));
    } else if (act === 'add') {
      ask(words.newSection, '', (to) => onSection('add', { to, after: name }));
    } else if (act === 'here') window.boardPanel.aim(name, null);
    else onSection(act, { name });
  });

  [cardMenu, sectionMenu, sectionList].forEach((menu) => {
    menu.addEventListener('keydown', (event) => {
      const all = items(menu);
      const at = all.indexOf(document.activeElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
      if (to !== undefined) {
        event.preventDefault();
        all[(to + all.length) % all.length]?.focus();
      } else if (event.key === 'Tab') menu.hidePopover();
      else if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        menu.hidePopover();
        opener?.focus();
      }
    });
  });
})();
